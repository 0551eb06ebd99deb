package org.clipprobe.model.internal.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.Tokens;
import org.clipprobe.model.internal.engine.NativeLibraries;
import org.clipprobe.model.internal.engine.OnnxSession;
import org.clipprobe.run.UserFolders;

/** Hugging Face's tokenizer, as {@code tokenizer.json} describes it, special tokens added; prompts are cleaned before. */
public final class PromptTokenizer implements AutoCloseable {
    /** The most bytes of a {@code tokenizer.json}. */
    public static final long LARGEST = 64L << 20;

    /** How byte pair encodings write that a word begins or ends. */
    private static final Pattern WORD_EDGES = Pattern.compile("</w>|\u2581|\u0120");

    private static final int LONGEST_TOKEN = 1_000;

    private final Path file;
    private final HuggingFaceTokenizer tokenizer;
    private final PromptCleaning cleaning;
    private final OptionalInt stripped;

    private PromptTokenizer(Path file, HuggingFaceTokenizer tokenizer, PromptCleaning cleaning, OptionalInt stripped) {
        this.file = file;
        this.tokenizer = tokenizer;
        this.cleaning = cleaning;
        this.stripped = stripped;
    }

    /**
     * Opens a tokenizer.
     *
     * @param cleaning what is done to a prompt first
     * @param stripped the token that becomes 0, where one does
     */
    static PromptTokenizer open(Path file, PromptCleaning cleaning, OptionalInt stripped) throws ModelException {
        NativeLibraries.prepare();
        // Cut and padded by the tower's rules, whatever the file says of it.
        Map<String, String> options =
                Map.of("addSpecialTokens", "true", "truncation", "do_not_truncate", "padding", "do_not_pad");
        check(file);
        try (InputStream json = Files.newInputStream(file)) {
            return new PromptTokenizer(file, HuggingFaceTokenizer.newInstance(json, options), cleaning, stripped);
        } catch (LinkageError e) {
            throw unloadable(e);
        } catch (IOException | RuntimeException e) {
            throw unreadable(file, e);
        }
    }

    /** Keeps from the library what would occupy it for minutes: it builds automata of all added tokens. */
    static void check(Path file) throws ModelException {
        try (JsonParser json = new JsonFactory().createParser(file.toFile())) {
            if (Files.size(file) > LARGEST || json.nextToken() != JsonToken.START_OBJECT) {
                throw new ModelException(file + ": expected a JSON object of at most 64 MiB, found " + Files.size(file)
                        + " bytes of something else; fetch tokenizer.json again");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean added = json.currentName().equals("added_tokens");
                json.nextToken();
                if (added) {
                    checkLengths(file, json);
                } else {
                    json.skipChildren();
                }
            }
        } catch (ModelException e) {
            throw e;
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static void checkLengths(Path file, JsonParser json) throws IOException {
        for (int depth = json.currentToken().isStructStart() ? 1 : 0; depth > 0; ) {
            JsonToken token = json.nextToken();
            if (token == null) {
                return;
            }
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (token == JsonToken.VALUE_STRING && json.getTextLength() > LONGEST_TOKEN) {
                throw new ModelException(file + ": expected added tokens of at most " + LONGEST_TOKEN
                        + " letters, found one of " + json.getTextLength() + "; fetch tokenizer.json again");
            }
        }
    }

    public static ModelException unloadable(LinkageError e) {
        return new ModelException(
                "the tokenizers' native library: cannot be loaded (" + OnnxSession.reason(e)
                        + "): it needs 64-bit Linux, macOS on Apple silicon, or Windows; on such a machine remove "
                        + UserFolders.cache() + ", so that it is unpacked again",
                e);
    }

    static ModelException unreadable(Path file, Throwable e) {
        return new ModelException(
                file + ": expected a tokenizer in Hugging Face's format, but it cannot be read: "
                        + OnnxSession.reason(e) + "; fetch tokenizer.json again from where the model came from",
                e);
    }

    /**
     * Tokenizes a prompt and cuts it to the tower's context: the first tokens stay, and the special tokens at the end, such
     * as the end token, stay last.
     *
     * @param context the most tokens that the tower takes
     */
    public Tokens tokenize(String prompt, int context) throws ModelException {
        Encoding encoding = encode(prompt);
        int[] ids = ids(encoding);
        if (ids.length == 0) {
            throw new ModelException(file + ": makes no token of \"" + prompt
                    + "\"; expected start and end tokens at least: fetch a tokenizer.json that adds them");
        }
        if (ids.length <= context) {
            return new Tokens(prompt, ids, false);
        }
        int behind = Math.min(context, specialAtTheEnd(encoding));
        int[] cut = Arrays.copyOf(ids, context);
        System.arraycopy(ids, ids.length - behind, cut, context - behind, behind);
        return new Tokens(prompt, cut, true);
    }

    /** What each token stands for. */
    public List<String> pieces(Tokens prompt) throws ModelException {
        try {
            List<String> pieces = new ArrayList<>();
            for (int id : prompt.ids()) {
                pieces.add(WORD_EDGES
                        .matcher(tokenizer.decode(new long[] {id}, false))
                        .replaceAll(" ")
                        .strip());
            }
            return List.copyOf(pieces);
        } catch (RuntimeException e) {
            throw new ModelException(file + ": cannot decode tokens: " + OnnxSession.reason(e), e);
        }
    }

    private static int specialAtTheEnd(Encoding encoding) {
        long[] special = encoding.getSpecialTokenMask();
        int count = 0;
        while (count < special.length && special[special.length - 1 - count] != 0) {
            count++;
        }
        return count;
    }

    private int[] ids(Encoding encoding) {
        long[] ids = encoding.getIds();
        int[] tokens = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            int id = Math.toIntExact(ids[i]);
            tokens[i] = stripped.isPresent() && stripped.getAsInt() == id ? 0 : id;
        }
        return tokens;
    }

    private Encoding encode(String prompt) throws ModelException {
        try {
            return tokenizer.encode(cleaning.clean(prompt));
        } catch (RuntimeException e) {
            throw new ModelException(file + ": cannot tokenize \"" + prompt + "\": " + OnnxSession.reason(e), e);
        }
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
