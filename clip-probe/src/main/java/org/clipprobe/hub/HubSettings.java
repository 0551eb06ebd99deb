package org.clipprobe.hub;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.clipprobe.model.ModelException;

/**
 * What the environment says about the hub, read as huggingface_hub reads it.
 *
 * @param endpoint without a slash at its end
 * @param cache the folder of {@code models--OWNER--NAME} folders
 * @param token sent to the endpoint and to no other host
 * @param offline whether the network must not be used
 * @param links whether the cache may hold symbolic links
 */
record HubSettings(URI endpoint, Path cache, Optional<String> token, boolean offline, boolean links) {
    private static final Set<String> TRUE = Set.of("1", "ON", "YES", "TRUE");

    static HubSettings from(Map<String, String> environment, Path userHome) throws ModelException {
        Path home = path(environment, "HF_HOME", userHome)
                .orElseGet(() -> path(environment, "XDG_CACHE_HOME", userHome)
                        .orElse(userHome.resolve(".cache"))
                        .resolve("huggingface"));
        Path cache = path(environment, "HF_HUB_CACHE", userHome)
                .or(() -> path(environment, "HUGGINGFACE_HUB_CACHE", userHome))
                .orElse(home.resolve("hub"));
        return new HubSettings(
                endpoint(environment),
                cache.toAbsolutePath(),
                token(environment, path(environment, "HF_TOKEN_PATH", userHome).orElse(home.resolve("token"))),
                isTrue(environment, "HF_HUB_OFFLINE") || isTrue(environment, "TRANSFORMERS_OFFLINE"),
                !isTrue(environment, "HF_HUB_DISABLE_SYMLINKS"));
    }

    private static URI endpoint(Map<String, String> environment) throws ModelException {
        String text = value(environment, "HF_ENDPOINT").orElse("https://huggingface.co");
        String bare = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        try {
            URI uri = URI.create(bare);
            if (uri.getHost() != null && (isScheme(uri, "http") || isScheme(uri, "https"))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw badEndpoint(text, e);
        }
        throw badEndpoint(text, null);
    }

    private static ModelException badEndpoint(String text, IllegalArgumentException cause) {
        return new ModelException(
                "HF_ENDPOINT: expected an address such as https://huggingface.co, found " + text, cause);
    }

    private static boolean isScheme(URI uri, String scheme) {
        return scheme.equalsIgnoreCase(uri.getScheme());
    }

    private static Optional<String> token(Map<String, String> environment, Path file) {
        Optional<String> named = value(environment, "HF_TOKEN").or(() -> value(environment, "HUGGING_FACE_HUB_TOKEN"));
        if (named.isPresent() || !Files.isRegularFile(file)) {
            return named;
        }
        try {
            return Optional.of(Files.readString(file).strip()).filter(token -> !token.isEmpty());
        } catch (IOException e) {
            return Optional.empty(); // a token that cannot be read is none; public models need none
        }
    }

    private static Optional<Path> path(Map<String, String> environment, String name, Path userHome) {
        return value(environment, name).flatMap(text -> {
            try {
                return Optional.of(text.startsWith("~/") ? userHome.resolve(text.substring(2)) : Path.of(text));
            } catch (InvalidPathException e) {
                return Optional.empty();
            }
        });
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(text -> !text.isEmpty());
    }

    private static boolean isTrue(Map<String, String> environment, String name) {
        return value(environment, name)
                .map(text -> TRUE.contains(text.toUpperCase(Locale.ROOT)))
                .orElse(false);
    }

    /** The token must not show up in a log. */
    @Override
    public String toString() {
        return "HubSettings[" + endpoint + ", " + cache + (offline ? ", offline" : "") + "]";
    }
}
