package io.farshore.fabric;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Who QEMU runs as when libvirt starts it. */
public record QemuUser(int uid, int gid) {
    /** In libvirt's capabilities: the label that its file ownership driver ("dac") gives to emulated machines. */
    private static final Pattern LABEL =
            Pattern.compile("<baselabel type='(?:qemu|kvm)'>\\+(\\d+):\\+(\\d+)</baselabel>");

    static @Nullable QemuUser in(String capabilities) {
        Matcher matcher = LABEL.matcher(capabilities);
        return matcher.find()
                ? new QemuUser(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)))
                : null;
    }
}
