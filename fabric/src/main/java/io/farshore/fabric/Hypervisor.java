package io.farshore.fabric;

import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.libvirt.Connect;
import org.libvirt.LibvirtException;

/**
 * A connection to one libvirt daemon. Finds, defines and starts domains; what can be done with a domain is in {@link Domain}.
 *
 * <p>Safe for many threads. Domains, mirrors and booted machines got from a connection end with it; the guests do not.
 */
public final class Hypervisor implements AutoCloseable {
    public static final String SYSTEM = "qemu:///system";

    private static final System.Logger LOG = System.getLogger(Hypervisor.class.getName());

    private final String uri;
    private final Connect connection;
    private final Map<String, DomainFeed> feeds = new HashMap<>();
    private boolean closed;

    private Hypervisor(String uri, Connect connection) {
        this.uri = uri;
        this.connection = connection;
    }

    public static Hypervisor connect() throws HypervisorException {
        return connect(SYSTEM);
    }

    /**
     * Opens a connection.
     *
     * @param uri libvirt's, such as {@code qemu:///system} or {@code qemu:///system?socket=/run/libvirt/libvirt-sock}
     * @throws HypervisorException when there is no libvirt, or none that answers
     */
    public static Hypervisor connect(String uri) throws HypervisorException {
        try {
            EventLoop.start();
            return new Hypervisor(uri, new Connect(uri));
        } catch (LibvirtException e) {
            throw new HypervisorException(
                    "cannot connect to libvirt at %s: %s. Check that libvirtd runs there (systemctl status libvirtd), that this user may use its socket (root or group libvirt), and that virsh -c '%s' list works."
                            .formatted(uri, e.getMessage(), uri),
                    e);
        } catch (UnsatisfiedLinkError e) {
            throw new HypervisorException(
                    "cannot load libvirt's client library (libvirt.so.0): install it (Debian: libvirt0, libvirt-clients)",
                    e);
        }
    }

    public String uri() {
        return uri;
    }

    public List<String> domainNames() throws HypervisorException {
        return attempt("listing the domains at " + uri, () -> {
            var names = new TreeSet<>(Arrays.asList(connection.listDefinedDomains()));
            for (var domain : connection.listAllDomains(0)) {
                names.add(domain.getName());
                domain.free();
            }
            return List.copyOf(names);
        });
    }

    /**
     * Finds a domain, running or not.
     *
     * @throws IllegalArgumentException when there is no such domain; the message lists those there are
     */
    public Domain domain(String name) throws HypervisorException {
        var names = domainNames();
        if (!names.contains(name)) {
            throw new IllegalArgumentException(
                    "there is no domain %s at %s; there is %s".formatted(name, uri, listed(names)));
        }
        return wrap(attempt("looking up domain " + name, () -> connection.domainLookupByName(name)));
    }

    public List<String> networkNames() throws HypervisorException {
        return attempt("listing the networks at " + uri, () -> {
            var names = new TreeSet<>(Arrays.asList(connection.listNetworks()));
            names.addAll(Arrays.asList(connection.listDefinedNetworks()));
            return List.copyOf(names);
        });
    }

    /**
     * The user and group that this libvirt runs QEMU as, such as {@code +64055:+64055}: who must be able to open our sockets.
     *
     * @return numbers; null when libvirt does not say
     */
    public @Nullable QemuUser qemuUser() throws HypervisorException {
        return QemuUser.in(attempt("asking " + uri + " for its capabilities", connection::getCapabilities));
    }

    /** Stores a definition without starting it. Overwrites an older definition of the same name and uuid, as libvirt does. */
    public Domain define(String definition) throws HypervisorException {
        return wrap(attempt("defining a domain at " + uri, () -> connection.domainDefineXML(definition)));
    }

    /** Starts this definition, paused. A domain that is defined under the same name and uuid keeps its stored definition for its next start. */
    public Domain startPaused(String definition) throws HypervisorException {
        return wrap(attempt(
                "starting a domain at " + uri,
                () -> connection.domainCreateXML(definition, org.libvirt.Domain.CreateFlags.PAUSED)));
    }

    /** Ends the connection; guests run on. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            for (var feed : feeds.values()) {
                feed.deregister(connection);
            }
            connection.close();
        } catch (LibvirtException e) {
            LOG.log(
                    Level.DEBUG,
                    "closing the connection to {0} failed, it may be gone already: {1}",
                    uri,
                    e.getMessage());
        }
    }

    static String listed(List<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    synchronized Subscription subscribe(org.libvirt.Domain domain, String uuid, DomainListener listener)
            throws HypervisorException {
        var feed = feeds.get(uuid);
        if (feed == null) {
            var made = new DomainFeed();
            attempt("listening to the events of domain " + uuid, () -> {
                made.register(domain);
                return made;
            });
            feeds.put(uuid, made);
            feed = made;
        }
        return feed.subscribe(listener);
    }

    private Domain wrap(org.libvirt.Domain domain) throws HypervisorException {
        return attempt(
                "reading a domain's name", () -> new Domain(this, domain, domain.getName(), domain.getUUIDString()));
    }

    /** One call into the binding, its exception given words. */
    @FunctionalInterface
    interface Call<T> {
        T make() throws LibvirtException;
    }

    static <T> T attempt(String doing, Call<T> call) throws HypervisorException {
        try {
            return call.make();
        } catch (LibvirtException e) {
            throw HypervisorException.of(doing, e);
        }
    }
}
