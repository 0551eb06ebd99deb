package org.clipprobe.report.page;

import gg.jte.Content;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.WriterOutput;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A self-contained page: nothing it shows comes from outside the file, nothing in it runs but what is named here.
 *
 * @param title shown by the browser
 * @param styles style sheets, the page's own first
 * @param scripts scripts, usually none
 * @param pictureFiles whether it shows pictures that lie beside it
 * @param body what is on the page
 */
public record Page(String title, List<String> styles, List<String> scripts, boolean pictureFiles, Content body) {
    /** Where the build compiles the templates of this module into. */
    private static final String PACKAGE = "org.clipprobe.report.internal";

    /** The templates of this module. */
    public static TemplateEngine templates() {
        return templates(PACKAGE, Page.class.getClassLoader());
    }

    /** Templates that were compiled into a package. */
    public static TemplateEngine templates(String packageName, ClassLoader loader) {
        return TemplateEngine.createPrecompiled(null, ContentType.Html, loader, packageName);
    }

    /** A template's content for a page. */
    public static Content content(TemplateEngine engine, String template, String parameter, Object value) {
        return output -> engine.render(template, Map.of(parameter, value), output);
    }

    /** The style of every page. */
    public static String style() {
        return resource(Page.class, "page.css");
    }

    /** A text file beside a class. */
    public static String resource(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + ": missing beside " + beside.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the page as UTF-8. */
    public void write(OutputStream out) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        try {
            templates().render("layout.jte", Map.of("page", this), new WriterOutput(writer));
            writer.flush();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** The content security policy: pictures out of the file itself, the named styles and scripts, and nothing else. */
    public String policy() {
        List<String> rules = new ArrayList<>(List.of(
                "default-src 'none'",
                "img-src " + (pictureFiles ? "'self' file: data:" : "data:"),
                "style-src " + hashes(styles),
                "base-uri 'none'",
                "form-action 'none'"));
        if (!scripts.isEmpty()) {
            rules.add("script-src " + hashes(scripts));
        }
        return String.join("; ", rules);
    }

    private static String hashes(List<String> texts) {
        return texts.stream().map(Page::hash).collect(Collectors.joining(" "));
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
