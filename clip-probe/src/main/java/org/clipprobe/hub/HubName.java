package org.clipprobe.hub;

import java.util.regex.Pattern;
import org.clipprobe.model.ModelException;

/**
 * {@code hf:OWNER/NAME[@REVISION]}, taken apart and checked, since its parts become folder names.
 *
 * @param revision branch, tag, pull request ({@code refs/pr/1}) or commit
 */
record HubName(String owner, String name, String revision) {
    static final String PREFIX = "hf:";

    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9_])?");
    private static final Pattern REVISION_PART = Pattern.compile("[A-Za-z0-9_+-][A-Za-z0-9._+-]*");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final int LONGEST = 96;

    static HubName parse(String text) throws ModelException {
        String rest = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
        int at = rest.indexOf('@');
        String repository = at < 0 ? rest : rest.substring(0, at);
        String revision = at < 0 ? "main" : rest.substring(at + 1);
        String[] parts = repository.split("/", -1);
        if (parts.length != 2 || repository.length() > LONGEST || !isPart(parts[0]) || !isPart(parts[1])) {
            throw new ModelException(text
                    + ": expected hf:OWNER/NAME or hf:OWNER/NAME@REVISION, with letters, digits, '-', '_' and '.' in"
                    + " OWNER and NAME; for example hf:Xenova/clip-vit-base-patch32");
        }
        if (!isRevision(revision)) {
            throw new ModelException(
                    text + ": '" + revision + "' is not a revision; expected a branch, a tag or a commit");
        }
        return new HubName(parts[0], parts[1], revision);
    }

    /** The rules of huggingface_hub's {@code validate_repo_id}. */
    private static boolean isPart(String part) {
        return PART.matcher(part).matches() && !part.contains("..") && !part.contains("--") && !part.endsWith(".git");
    }

    private static boolean isRevision(String revision) {
        for (String part : revision.split("/", -1)) {
            if (!REVISION_PART.matcher(part).matches() || part.contains("..") || part.endsWith(".")) {
                return false;
            }
        }
        return true;
    }

    static boolean isCommit(String revision) {
        return COMMIT.matcher(revision).matches();
    }

    String repository() {
        return owner + "/" + name;
    }

    /** The repository's folder in the cache. */
    String folder() {
        return "models--" + owner + "--" + name;
    }

    @Override
    public String toString() {
        return PREFIX + repository() + (revision.equals("main") ? "" : "@" + revision);
    }
}
