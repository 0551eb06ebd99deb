package org.clipprobe.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, answers and repositories that are not what they should be: advice, and nothing outside of the cache. */
class HubRefusalTest extends HubTest {
    @Test
    void keepsTheTokenFromOtherHosts() throws IOException {
        environment.put("HF_TOKEN", "hf_secret");
        resolve(NAME);
        for (HubStandIn.Seen request : hub.seen) {
            assertEquals(
                    request.elsewhere() ? Optional.empty() : Optional.of("Bearer hf_secret"), request.authorization());
        }
        assertTrue(hub.seen.stream().anyMatch(HubStandIn.Seen::elsewhere));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            401 | -                | or it is private or gated; check the name, or set HF_TOKEN
            403 | GatedRepo        | it is gated; accept its conditions at
            403 | -                | HF_TOKEN needs the right to read owner/name
            404 | RepoNotFound     | there is no such model or file; check the name
            404 | RevisionNotFound | it has no revision 'main'
            429 | -                | too many requests; wait 300 s; with HF_TOKEN set the limits are higher
            400 | -                | the request was refused
            """)
    void saysWhatToDoAboutARefusal(int status, String code, String advice) {
        hub.listingFaults.add(HubStandIn.status(status, "X-Error-Code", code, "Retry-After", "300"));
        String message = refusal(NAME);
        assertTrue(message.startsWith("hf:owner/name: 127.0.0.1 answered " + status), message);
        assertTrue(message.contains(advice), message);
        assertEquals(List.of(), waits);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hf:",
                "hf:name",
                "hf:/name",
                "hf:owner/",
                "hf:../name",
                "hf:owner/..",
                "hf:owner/a/b",
                "hf:owner/a--b",
                "hf:owner/na me",
                "hf:owner\\name/x",
                "hf:owner/name@",
                "hf:owner/name@../../x",
                "hf:owner/name@a/../b",
                "hf:owner/name@/etc",
                "hf:owner/name@a..b",
                "hf:owner/name@.hidden",
                "hf:owner/name@C:x",
                "hf:.a/name"
            })
    void refusesNamesThatAreNone(String name) {
        assertTrue(refusal(name).startsWith(name + ": "));
        assertEquals(List.of(), hub.seen);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../evil.json",
                "onnx/../../../evil.json",
                "/etc/evil.json",
                "a//b",
                "..\\\\evil.json",
                "C:evil.json",
                "./evil.json",
                "onnx/.."
            })
    void refusesFilesThatClimbOutOfTheCache(String path) throws IOException {
        hub.with(path, "evil");
        String message = refusal(NAME);
        assertTrue(message.contains("could land outside of the cache"), message);
        assertEquals(List.of(), filesUnder(home));
    }

    @Test
    void refusesACommitThatIsNone() throws IOException {
        hub.commit = "../../../../evil";
        assertTrue(refusal(NAME).contains("did not answer as the hub does"));
        assertEquals(List.of(), filesUnder(home));
    }

    @Test
    void knowsThatALoginPageIsNoHub() {
        hub.listingFaults.add(HubStandIn.page("<html>Welcome to the hotel</html>"));
        assertTrue(refusal(NAME).contains("a proxy or a login page may be in between"));
    }

    @Test
    void endsACircleOfRedirectsAndLeavesTheWebNever() {
        for (int i = 0; i < 20; i++) {
            hub.listingFaults.add(HubStandIn.status(307, "Location", "/api/models/owner/renamed"));
        }
        assertTrue(refusal(NAME).contains("more than 10 redirects"));
        hub.listingFaults.clear();
        hub.listingFaults.add(HubStandIn.status(302, "Location", "file:///etc/passwd"));
        assertTrue(refusal(NAME).contains("refused to follow a redirect"));
    }

    @Test
    void saysWhatARepositoryWithoutOnnxLacks() {
        try (HubStandIn other = new HubStandIn().with("config.json", "{}").with("model.safetensors", "x")) {
            environment.put("HF_ENDPOINT", other.endpoint());
            String message = refusal(NAME);
            assertTrue(message.contains("found no .onnx file among 2 files"), message);
        }
    }
}
