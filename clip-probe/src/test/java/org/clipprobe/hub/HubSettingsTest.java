package org.clipprobe.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.clipprobe.model.ModelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubSettingsTest {
    @TempDir
    private Path home;

    private HubSettings from(String... pairs) throws ModelException {
        Map<String, String> environment = new java.util.HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            environment.put(pairs[i], pairs[i + 1]);
        }
        return HubSettings.from(environment, home);
    }

    @Test
    void findsTheCacheWhereOtherToolsHaveIt() throws ModelException {
        assertEquals(home.resolve(".cache/huggingface/hub"), from().cache());
        assertEquals(
                Path.of("/x/huggingface/hub").toAbsolutePath(),
                from("XDG_CACHE_HOME", "/x").cache());
        assertEquals(
                Path.of("/y/hub").toAbsolutePath(),
                from("HF_HOME", "/y", "XDG_CACHE_HOME", "/x").cache());
        assertEquals(
                Path.of("/z").toAbsolutePath(),
                from("HF_HUB_CACHE", "/z", "HUGGINGFACE_HUB_CACHE", "/w", "HF_HOME", "/y")
                        .cache());
        assertEquals(home.resolve("models"), from("HF_HUB_CACHE", "~/models").cache());
        assertEquals(
                home.resolve(".cache/huggingface/hub"), from("HF_HOME", " ").cache());
    }

    @Test
    void takesTheTokenFromTheEnvironmentThenFromTheLogin() throws IOException {
        assertEquals(Optional.empty(), from().token());
        Path file = home.resolve(".cache/huggingface/token");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "hf_login\n");
        assertEquals(Optional.of("hf_login"), from().token());
        assertEquals(Optional.of("hf_env"), from("HF_TOKEN", "hf_env").token());
        assertFalse(from("HF_TOKEN", "hf_env").toString().contains("hf_env"));
    }

    @Test
    void readsSwitchesAsHuggingfaceHubDoes() throws ModelException {
        for (String yes : new String[] {"1", "on", "YES", "True"}) {
            assertTrue(from("HF_HUB_OFFLINE", yes).offline());
            assertFalse(from("HF_HUB_DISABLE_SYMLINKS", yes).links());
        }
        assertFalse(from("HF_HUB_OFFLINE", "0").offline());
        assertTrue(from("TRANSFORMERS_OFFLINE", "1").offline());
    }

    @Test
    void wantsAnAddressForEndpoint() throws ModelException {
        assertEquals("https://huggingface.co", from().endpoint().toString());
        assertEquals(
                "https://mirror.example/hf",
                from("HF_ENDPOINT", "https://mirror.example/hf/").endpoint().toString());
        for (String bad :
                new String[] {"mirror.example", "ftp://mirror.example", "file:///x", "http://", "http://a b"}) {
            ModelException e = assertThrows(ModelException.class, () -> from("HF_ENDPOINT", bad));
            assertTrue(e.getMessage().startsWith("HF_ENDPOINT: expected an address"));
        }
    }
}
