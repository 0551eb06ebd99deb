package org.clipprobe.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256: it identifies a picture, a setting or a model where a name could mislead.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record ContentKey(String hex) {
    /** Bytes in a key. */
    public static final int BYTES = 32;

    /** The key of a file's bytes. */
    public static ContentKey of(byte[] content) {
        return new ContentKey(HexFormat.of().formatHex(sha256().digest(content)));
    }

    /** The key of a file's bytes, read in pieces. */
    public static ContentKey of(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return new ContentKey(HexFormat.of().formatHex(digest.digest()));
    }

    /** The key of a list of texts; each counts with its length, so that no two lists share a key by running together. */
    public static ContentKey of(String... parts) {
        MessageDigest digest = sha256();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
            digest.update(bytes);
        }
        return new ContentKey(HexFormat.of().formatHex(digest.digest()));
    }

    public static ContentKey read(ByteBuffer from) {
        byte[] bytes = new byte[BYTES];
        from.get(bytes);
        return new ContentKey(HexFormat.of().formatHex(bytes));
    }

    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
