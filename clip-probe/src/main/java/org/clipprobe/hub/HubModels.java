package org.clipprobe.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.internal.graph.ExternalData;
import org.clipprobe.run.Progress;
import org.clipprobe.run.UserFolders;

/**
 * Gets models from the Hugging Face hub into the cache that huggingface_hub and other tools share, and finds them there
 * when there is no network.
 *
 * <p>The environment is honoured as huggingface_hub does: {@code HF_HOME}, {@code HF_HUB_CACHE}, {@code HF_ENDPOINT},
 * {@code HF_TOKEN}, {@code HF_HUB_OFFLINE}, {@code HF_HUB_DISABLE_SYMLINKS}. Every file is checked against the size and
 * the hash that the hub gives before it gets its name; a download that breaks off is gone on with later. Processes that
 * want the same model wait for each other.
 */
public final class HubModels {
    private final HubSettings settings;
    private final Patience patience;
    private final Consumer<String> warnings;

    /**
     * @param environment the process's environment variables
     * @param warnings told in one sentence what the user should know, such as that a cached copy is used
     * @throws ModelException when {@code HF_ENDPOINT} is no address
     */
    public HubModels(Map<String, String> environment, Consumer<String> warnings) throws ModelException {
        this(environment, warnings, Patience.usual());
    }

    HubModels(Map<String, String> environment, Consumer<String> warnings, Patience patience) throws ModelException {
        this.settings = HubSettings.from(environment, UserFolders.home());
        this.patience = patience;
        this.warnings = warnings;
    }

    /** Whether a model is named by its place on the hub: {@code hf:OWNER/NAME[@REVISION]}. */
    public static boolean isHubName(String model) {
        return model.startsWith(HubName.PREFIX);
    }

    /**
     * The folder of a model, after what was missing of it has been downloaded: the towers in the chosen variant, their
     * weights, configs and tokenizer, and nothing else.
     *
     * @param model {@code hf:OWNER/NAME[@REVISION]}; the revision is a branch, a tag or a commit, {@code main} if left out
     * @param variant as in {@link org.clipprobe.model.ModelOptions}
     * @param progress told of bytes
     * @return a folder whose last name is the commit; not to be written to
     * @throws ModelException when the name is wrong, the hub refuses it, or it cannot be reached and the cache has no copy
     */
    public Path resolve(String model, Optional<String> variant, Progress progress) throws IOException {
        HubName name = HubName.parse(model);
        HubCache cache = new HubCache(settings.cache(), name, settings.links());
        if (settings.offline()) {
            return cached(cache, variant)
                    .orElseThrow(() -> new ModelException(name + ": HF_HUB_OFFLINE is set and " + settings.cache()
                            + " has no copy of it; unset HF_HUB_OFFLINE once to download it"));
        }
        HubClient client = new HubClient(settings, name, patience);
        HubClient.Listing listing;
        try {
            listing = client.listing();
        } catch (Unreachable e) {
            Optional<Path> copy = cached(cache, variant);
            if (copy.isEmpty()) {
                throw e;
            }
            warnings.accept(e.getMessage() + "; using the copy from the cache, commit "
                    + copy.get().getFileName());
            return copy.get();
        }
        if (UserFolders.isTemporary(settings.cache())) {
            warnings.accept(
                    settings.cache() + ": this user has no home folder, so the model is downloaded into a temporary"
                            + " one, which is removed at the end; name a folder that is kept in the variable HF_HOME");
        }
        return new Fetch(client, cache, listing).run(variant, progress);
    }

    private Optional<Path> cached(HubCache cache, Optional<String> variant) throws IOException {
        Optional<String> commit = cache.commit();
        if (commit.isEmpty() || cache.files(commit.get()).isEmpty()) {
            return Optional.empty();
        }
        ModelFiles.select(cache.name(), cache.files(commit.get()), variant); // says what the copy lacks
        return Optional.of(cache.snapshot(commit.get()));
    }

    /** One commit of a repository on its way into the cache. */
    private final class Fetch {
        private final HubClient client;
        private final HubCache cache;
        private final String commit;
        private final Map<String, HubClient.Entry> listed = new LinkedHashMap<>();

        Fetch(HubClient client, HubCache cache, HubClient.Listing listing) {
            this.client = client;
            this.cache = cache;
            this.commit = listing.commit();
            listing.files().forEach(file -> listed.put(file.path(), file));
        }

        Path run(Optional<String> variant, Progress progress) throws IOException {
            List<HubFile> files = describe(ModelFiles.select(cache.name(), listed.keySet(), variant));
            if (!isComplete(files)) {
                cache.locked(patience.pause(), this::sayWaiting, () -> {
                    download(files, progress);
                    List<HubFile> weights = describe(externalData(files));
                    download(weights, progress);
                    place(weights);
                    place(files);
                });
            }
            cache.remember(commit);
            return cache.snapshot(commit);
        }

        private void sayWaiting() {
            warnings.accept(cache.name() + ": another process is downloading it; waiting");
        }

        private List<HubFile> describe(List<String> paths) throws IOException {
            List<HubFile> files = new ArrayList<>();
            for (String path : paths) {
                Optional<HubFile> known = listed.get(path).known();
                files.add(known.isPresent() ? known.get() : client.describe(commit, path));
            }
            return files;
        }

        private boolean isComplete(List<HubFile> files) throws IOException {
            for (HubFile file : files) {
                if (!cache.has(commit, file)) {
                    return false;
                }
            }
            for (String path : externalData(files)) {
                if (!Files.isRegularFile(cache.snapshot(commit).resolve(path))) {
                    return false;
                }
            }
            return true;
        }

        private void download(List<HubFile> files, Progress progress) throws IOException {
            List<HubFile> missing = new ArrayList<>();
            for (HubFile file : files) {
                if (!cache.has(commit, file) && !cache.hasBlob(file)) {
                    missing.add(file);
                }
            }
            if (missing.isEmpty()) {
                return;
            }
            long bytes = missing.stream().mapToLong(HubFile::size).sum();
            checkRoom(bytes);
            try (Progress.Task task = progress.begin("downloading " + cache.name(), bytes)) {
                for (HubFile file : missing) {
                    new Download(client, patience, cache, commit, file, task).into(cache.blob(file));
                }
            }
        }

        private void checkRoom(long bytes) throws IOException {
            Files.createDirectories(cache.folder());
            long room = Files.getFileStore(cache.folder()).getUsableSpace();
            if (room < bytes) {
                throw new ModelException(cache.name() + ": expected " + megabytes(bytes) + " of room in " + cache.root()
                        + ", found " + megabytes(room) + "; free some, or set HF_HOME to a folder on another disk");
            }
        }

        private static String megabytes(long bytes) {
            return (bytes + 999_999) / 1_000_000 + " MB";
        }

        /** What the graphs refer to, as far as it is not among the files by its name already. */
        private List<String> externalData(List<HubFile> files) throws IOException {
            Set<String> known = new HashSet<>();
            files.forEach(file -> known.add(file.path()));
            List<String> found = new ArrayList<>();
            for (HubFile file : files) {
                if (!file.path().endsWith(".onnx")) {
                    continue;
                }
                Path graph = cache.has(commit, file) ? cache.snapshot(commit).resolve(file.path()) : cache.blob(file);
                String folder = file.path().substring(0, file.path().lastIndexOf('/') + 1);
                for (String location : ExternalData.locations(graph)) {
                    String path = HubFile.checkedPath(cache.name(), folder + location.replaceFirst("^\\./", ""));
                    if (!listed.containsKey(path)) {
                        throw new ModelException(cache.name() + "/" + file.path() + ": expected its weights in " + path
                                + ", which the repository does not have; the export is incomplete, use another one");
                    }
                    if (known.add(path)) {
                        found.add(path);
                    }
                }
            }
            return found;
        }

        /** Only when everything is there: a snapshot is never half a model. */
        private void place(List<HubFile> files) throws IOException {
            for (HubFile file : files) {
                if (!cache.has(commit, file)) {
                    cache.place(commit, file);
                }
            }
        }
    }
}
