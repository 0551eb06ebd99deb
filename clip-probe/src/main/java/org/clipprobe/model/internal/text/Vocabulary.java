package org.clipprobe.model.internal.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.internal.files.Fingerprint;
import org.clipprobe.model.internal.files.ModelConfig;

/**
 * A model's tokenizer and what its files say of padding, read when the first prompt needs them: the library behind them is
 * large and pictures do not.
 */
public final class Vocabulary implements AutoCloseable {
    private final Path root;
    private final Optional<Path> file;
    private final List<Path> folders;
    private final TextConfig config;
    private Optional<PromptTokenizer> open = Optional.empty();
    private Optional<SpecialTokens> special = Optional.empty();

    public Vocabulary(Path root, List<Path> folders, TextConfig config) {
        this.root = root;
        this.file = ModelConfig.find(folders, "tokenizer.json");
        this.folders = folders;
        this.config = config;
    }

    public synchronized PromptTokenizer tokenizer() throws ModelException {
        if (open.isEmpty()) {
            Path found = file.orElseThrow(() -> new ModelException(root
                    + ": expected tokenizer.json for the prompts, found none; fetch it from where the model came from"
                    + " (CLIP models share openai/clip-vit-base-patch32's)"));
            if (config.obstacle().isPresent()) {
                throw new ModelException(config.obstacle().get());
            }
            open = Optional.of(PromptTokenizer.open(found, config.cleaning(), stripped()));
        }
        return open.get();
    }

    private OptionalInt stripped() throws ModelException {
        if (!config.stripSeparator()) {
            return OptionalInt.empty();
        }
        OptionalInt separator = special().separator();
        if (separator.isEmpty()) {
            throw new ModelException(
                    root + ": expected the separator token that strip_sep_token of its configuration is"
                            + " about, found none in tokenizer_config.json or special_tokens_map.json; add the tokenizer's files");
        }
        return separator;
    }

    /**
     * The token that prompts are padded with. The tokenizer's own files decide, then the configuration; open_clip's own
     * tokenizer, which has CLIP's vocabulary, pads with 0 whatever a tokenizer converted from it says.
     */
    public OptionalInt padding() throws ModelException {
        if (config.ownTokenizer() && (file.isEmpty() || special().ofClip())) {
            return OptionalInt.of(0);
        }
        return special().padding().isPresent() ? special().padding() : config.padding();
    }

    synchronized SpecialTokens special() throws ModelException {
        if (special.isEmpty()) {
            special = Optional.of(SpecialTokens.read(file, folders));
        }
        return special.get();
    }

    /** Whether there is a tokenizer at all. */
    public boolean isThere() {
        return file.isPresent();
    }

    /** A hash of the tokenizer and of what is done before and behind it. */
    public String identity(int context) throws ModelException {
        MessageDigest digest = Fingerprint.sha256();
        digest.update((config.cleaning() + " " + stripped() + " " + padding() + " " + context)
                .getBytes(StandardCharsets.UTF_8));
        if (file.isPresent()) {
            try (InputStream in = new DigestInputStream(Files.newInputStream(file.get()), digest)) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
            } catch (IOException e) {
                throw PromptTokenizer.unreadable(file.get(), e);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public synchronized void close() {
        open.ifPresent(PromptTokenizer::close);
        open = Optional.empty();
    }
}
