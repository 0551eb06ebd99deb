package org.clipprobe.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Names that would take over a page that shows them as they are, and what holds of a page that does not. */
public final class HostilePage {
    /** Each would set {@code window.owned}, load from outside, leave the page or break its layout. */
    public static final List<String> NAMES = List.of(
            "<script>window.owned=1</script>",
            "<img src=x onerror=\"window.owned=1\">",
            "\"><svg onload=\"window.owned=1\"></svg>",
            "' autofocus onfocus='window.owned=1' onmouseover='window.owned=1",
            "</style></title></textarea><script>window.owned=1</script>",
            "</script><script src=\"https://outside.invalid/a.js\"></script>",
            "<link rel=stylesheet href=https://outside.invalid/a.css>",
            "<img src=https://outside.invalid/a.png>",
            "<meta http-equiv=refresh content=\"0;url=https://outside.invalid/\">",
            "<base href=https://outside.invalid/><iframe srcdoc=\"<script>top.owned=1</script>\"></iframe>",
            "javascript:window.owned=1",
            "}*{background:url(https://outside.invalid/b.png)}/*",
            "]]>&lt;script&gt;window.owned=1<!--",
            "${window.owned=1} @for(x) $unsafe{y} {{constructor}}",
            "<bdo dir=rtl>\u202Egnp.\u2066exe\u2028\u2029",
            "two\nlines\r\nand\ttab\u0000\u0001\uFFFF\uD800",
            "W".repeat(3000),
            "\u0301".repeat(400));

    private HostilePage() {}

    /** Every name as a key and as a value. */
    public static Map<String, String> asOptions() {
        Map<String, String> options = new TreeMap<>();
        NAMES.forEach(name -> options.put(name, name));
        return options;
    }

    /**
     * Opens a page and finds that it took no name for more than a name, and that it fits a phone.
     *
     * @param scripts elements that hold scripts or data, which the page is meant to have
     */
    public static void check(Browser browser, Path page, int scripts) {
        String address = page.toUri().toString();
        browser.phone();
        browser.open(address);
        assertUntouched(browser, address, scripts);
        assertTrue(
                browser.value("document.body.innerText.includes('owned=1')").equals("true"), "shows no hostile name");
        String wide = browser.value("document.documentElement.scrollWidth");
        assertTrue(
                Integer.parseInt(wide) <= Browser.PHONE,
                page + ": expected at most " + Browser.PHONE + " pixels, found " + wide + ": " + widest(browser));
    }

    /** Finds that nothing ran, nothing was asked from outside, and the elements are the page's own. */
    public static void assertUntouched(Browser browser, String address, int scripts) {
        assertEquals(List.of(), browser.complaints(), address);
        assertEquals("undefined", browser.value("window.owned"), address);
        assertEquals(address, browser.value("location.href"));
        String policy = browser.value(
                "document.head.querySelector('meta[http-equiv=Content-Security-Policy]').getAttribute('content')");
        assertTrue(policy.startsWith("default-src 'none'; "), policy);
        assertFalse(policy.contains("unsafe") || policy.contains("http") || policy.contains("*"), policy);
        assertEquals("" + scripts, count(browser, "script"), address);
        assertEquals("0", count(browser, "iframe, object, embed, link, base, form, bdo, textarea"), address);
        assertEquals("1", count(browser, "meta[http-equiv]"), address);
        assertEquals(
                "",
                browser.value("[...document.querySelectorAll('*')].flatMap(e => [...e.attributes])"
                        + ".filter(a => a.name.startsWith('on') || a.name === 'style' || a.name === 'srcdoc')"
                        + ".map(a => a.name).join()"),
                address);
        assertEquals(
                "",
                browser.value("[...document.querySelectorAll('[href], [src]')]"
                        + ".map(e => e.getAttribute('href') || e.getAttribute('src'))"
                        + ".filter(to => /^[^#]*:/.test(to) && !to.startsWith('data:image/')).join()"),
                address);
    }

    private static String count(Browser browser, String selector) {
        return browser.value("document.querySelectorAll('" + selector + "').length");
    }

    private static String widest(Browser browser) {
        return browser.value("[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > "
                + Browser.PHONE + ").slice(0, 8).map(e => e.tagName + '.' + e.className).join()");
    }
}
