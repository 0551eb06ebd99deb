package org.clipprobe.hub;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clipprobe.model.ModelException;

/** What an answer of the hub other than "here it is" means, and what the user can do about it. */
final class HubAnswer {
    private static final Pattern RATE_LIMIT_RESET = Pattern.compile("\\bt\\s*=\\s*(\\d{1,6})");

    private HubAnswer() {}

    static boolean mayRecover(int status) {
        return status == 408 || status == 429 || status >= 500;
    }

    /** The pause that the hub asks for: {@code Retry-After} in seconds, or the reset of its rate limit. */
    static Optional<Duration> askedWait(HttpResponse<?> response) {
        String text = response.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("\\d{1,6}"))
                .or(() -> response.headers()
                        .firstValue("RateLimit")
                        .map(RATE_LIMIT_RESET::matcher)
                        .filter(Matcher::find)
                        .map(found -> found.group(1)))
                .orElse("");
        return text.isEmpty() ? Optional.empty() : Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }

    static ModelException refusal(HubName name, HubSettings settings, HttpResponse<?> response) {
        int status = response.statusCode();
        String host = settings.endpoint().getHost();
        String message = name + ": " + host + " answered " + status + ": " + advice(name, settings, response);
        return mayRecover(status) ? new Unreachable(message) : new ModelException(message);
    }

    private static String advice(HubName name, HubSettings settings, HttpResponse<?> response) {
        String code = response.headers().firstValue("X-Error-Code").orElse("");
        String page = settings.endpoint() + "/" + name.repository();
        int status = response.statusCode();
        return switch (status) {
            case 401 ->
                settings.token().isPresent()
                        ? "there is no such model, or the token does not let you read it; check the name, and HF_TOKEN"
                        : "there is no such model, or it is private or gated; check the name, or set HF_TOKEN to a token"
                                + " that may read it (" + settings.endpoint() + "/settings/tokens)";
            case 403 ->
                code.equals("GatedRepo")
                        ? "it is gated; accept its conditions at " + page + " with the account that HF_TOKEN belongs to"
                        : "access is forbidden; HF_TOKEN needs the right to read " + name.repository() + ", see "
                                + page;
            case 404 ->
                code.equals("RevisionNotFound")
                        ? "it has no revision '" + name.revision() + "'; see " + page + "/tree/main for those it has"
                        : "there is no such model or file; check the name at " + page;
            case 429 ->
                "too many requests"
                        + askedWait(response)
                                .map(time -> "; wait " + time.toSeconds() + " s")
                                .orElse("")
                        + (settings.token().isPresent() ? "" : "; with HF_TOKEN set the limits are higher");
            default ->
                mayRecover(status)
                        ? "it cannot serve the model now; try again later"
                        : "the request was refused; see " + page;
        };
    }

    static Unreachable silence(HubName name, URI uri, IOException cause) {
        String why = cause.getClass().getSimpleName() + (cause.getMessage() == null ? "" : ", " + cause.getMessage());
        return new Unreachable(
                name + ": " + uri.getHost() + " cannot be reached (" + why
                        + "); check the network, or a proxy (-Dhttps.proxyHost=… in JAVA_TOOL_OPTIONS), or HF_ENDPOINT;"
                        + " a model folder on disk needs no network",
                cause);
    }
}
