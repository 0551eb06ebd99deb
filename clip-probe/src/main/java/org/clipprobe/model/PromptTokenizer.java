package org.clipprobe.model;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.clipprobe.model.internal.engine.NativeLibraries;
import org.clipprobe.model.internal.engine.OnnxSession;

/** Hugging Face's tokenizer, as {@code tokenizer.json} describes it, special tokens added. */
final class PromptTokenizer implements AutoCloseable {
    private static final long LARGEST = 64L << 20;
    private static final int LONGEST_TOKEN = 1_000;

    private final Path file;
    private final HuggingFaceTokenizer tokenizer;

    private PromptTokenizer(Path file, HuggingFaceTokenizer tokenizer) {
        this.file = file;
        this.tokenizer = tokenizer;
    }

    static PromptTokenizer open(Path file) throws ModelException {
        NativeLibraries.prepare();
        // Cut and padded by the tower's rules, whatever the file says of it.
        Map<String, String> options =
                Map.of("addSpecialTokens", "true", "truncation", "do_not_truncate", "padding", "do_not_pad");
        check(file);
        try (InputStream json = Files.newInputStream(file)) {
            return new PromptTokenizer(file, HuggingFaceTokenizer.newInstance(json, options));
        } catch (IOException | RuntimeException | LinkageError e) {
            throw unreadable(file, e);
        }
    }

    /** Keeps from the library what would occupy it for minutes: it builds automata of all added tokens. */
    private static void check(Path file) throws ModelException {
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

    private static ModelException unreadable(Path file, Throwable e) {
        return new ModelException(
                file + ": expected a tokenizer in Hugging Face's format, but it cannot be read: "
                        + OnnxSession.reason(e) + "; fetch tokenizer.json again from where the model came from",
                e);
    }

    /**
     * Tokenizes a prompt and cuts it to the tower's context: the first tokens stay and the end token stays last.
     *
     * @param context the most tokens that the tower takes
     */
    Tokens tokenize(String prompt, int context) throws ModelException {
        int[] ids = encode(prompt);
        if (ids.length == 0) {
            throw new ModelException(file + ": makes no token of \"" + prompt
                    + "\"; expected start and end tokens at least: fetch a tokenizer.json that adds them");
        }
        if (ids.length <= context) {
            return new Tokens(prompt, ids, false);
        }
        int end = ids[ids.length - 1];
        int[] cut = Arrays.copyOf(ids, context);
        cut[context - 1] = end;
        return new Tokens(prompt, cut, true);
    }

    private int[] encode(String prompt) throws ModelException {
        try {
            long[] ids = tokenizer.encode(prompt).getIds();
            int[] tokens = new int[ids.length];
            for (int i = 0; i < ids.length; i++) {
                tokens[i] = Math.toIntExact(ids[i]);
            }
            return tokens;
        } catch (RuntimeException e) {
            throw new ModelException(file + ": cannot tokenize \"" + prompt + "\": " + OnnxSession.reason(e), e);
        }
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
