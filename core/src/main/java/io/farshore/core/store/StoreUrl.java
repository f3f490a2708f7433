package io.farshore.core.store;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where a store is: {@code file:///srv/cache}, or {@code /srv/cache} for short; other schemes as the providers on the class path
 * define them ({@code s3://bucket/prefix}). Holds no secret: a URL with a user name or password is refused.
 *
 * @param scheme in lower case, such as {@code file}
 * @param host what follows {@code //}, such as a bucket; empty for {@code file}
 * @param path decoded, without a slash at its end; for {@code file} absolute, else possibly empty
 */
public record StoreUrl(String scheme, String host, String path) {
    static final String FILE = "file";

    /** Reads a URL, or refuses it with an {@link IllegalArgumentException} that says what would be right. */
    public static StoreUrl parse(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("no store is named; write file:///dir or /dir");
        }
        if (text.startsWith("/")) {
            return new StoreUrl(FILE, "", withoutSlash(text));
        }
        URI uri = uri(text);
        if (uri.getScheme() == null) {
            throw refused(text, "is neither a URL nor an absolute path; write file:///dir or /dir");
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
        if (authority.contains("@")) {
            throw refused(text, "must not hold a user name or password; give them in the store's own settings");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw refused(text, "must not have a part after ? or #");
        }
        if (scheme.equals(FILE)) {
            checkFile(text, authority, uri);
        } else if (authority.isEmpty()) {
            throw refused(text, "names no place; write " + scheme + "://name");
        }
        return new StoreUrl(scheme, authority, withoutSlash(uri.getPath()));
    }

    private static void checkFile(String text, String authority, URI uri) {
        if (!authority.isEmpty()) {
            throw refused(text, "names the host " + authority + ", but a file store is on this one; write file:///dir");
        }
        if (uri.getPath() == null || !uri.getPath().startsWith("/")) {
            throw refused(text, "has a relative path; write file:///dir, with three slashes");
        }
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            // Not as the cause: its message repeats the text, which may hold a secret.
            throw refused(text, "is not a URL: %s at character %d".formatted(e.getReason(), e.getIndex() + 1));
        }
    }

    private static String withoutSlash(String path) {
        String trimmed = path.replaceAll("/+$", "");
        return trimmed.isEmpty() && !path.isEmpty() ? "/" : trimmed;
    }

    private static IllegalArgumentException refused(String text, String why) {
        String harmless = text.replaceAll("//[^/]*@", "//...@").replaceAll("[?#].*", "?...");
        return new IllegalArgumentException("the store %s %s".formatted(harmless, why));
    }

    /** The URL, in the form that {@link #parse} reads. */
    @Override
    public String toString() {
        try {
            return scheme + "://" + host + new URI(null, null, path, null).getRawPath();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a parsed URL cannot be written again", e);
        }
    }
}
