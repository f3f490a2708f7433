package io.farshore.fabric;

import static io.farshore.fabric.Hypervisor.attempt;

import io.farshore.fabric.qmp.Qmp;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.libvirt.Domain.BlockCopyFlags;
import org.libvirt.Domain.UndefineFlags;
import org.libvirt.Domain.XMLFlags;
import org.libvirt.Error.ErrorNumber;
import org.libvirt.LibvirtException;
import org.libvirt.TypedParameter;
import org.libvirt.TypedUlongParameter;

/** One libvirt domain: what it is, and the few things done to it. Capture is in {@code mirror}, recovery in {@code boot}. */
public final class Domain {
    /** VIR_DOMAIN_UNDEFINE_NVRAM, which the binding does not name. */
    private static final int UNDEFINE_NVRAM = 4;
    /** VIR_DOMAIN_BLOCK_JOB_ABORT_ASYNC, which the binding does not name. */
    private static final int ABORT_ASYNC = 1;

    private final Hypervisor hypervisor;
    private final org.libvirt.Domain domain;
    private final String name;
    private final String uuid;
    private final Qmp qmp;

    Domain(Hypervisor hypervisor, org.libvirt.Domain domain, String name, String uuid) {
        this.hypervisor = hypervisor;
        this.domain = domain;
        this.name = name;
        this.uuid = uuid;
        this.qmp = new Qmp("domain " + name, this::sendQmp);
    }

    public String name() {
        return name;
    }

    public String uuid() {
        return uuid;
    }

    public Hypervisor hypervisor() {
        return hypervisor;
    }

    public boolean isRunning() throws HypervisorException {
        return attempt("asking whether domain %s runs".formatted(name), this::isActive);
    }

    /** A transient domain is gone when it has stopped. */
    private boolean isActive() throws LibvirtException {
        try {
            return domain.isActive() == 1;
        } catch (LibvirtException e) {
            if (e.getError() != null && e.getError().getCode() == ErrorNumber.VIR_ERR_NO_DOMAIN) {
                return false;
            }
            throw e;
        }
    }

    public DomainDescription describe() throws IOException {
        return new DomainInspection(this).describe();
    }

    /** The live definition, or the stored one of a domain that does not run. */
    public String xml() throws HypervisorException {
        return xml(0);
    }

    /** The stored definition in migratable form, to keep with a replica. */
    public String definition() throws HypervisorException {
        return xml(XMLFlags.INACTIVE | XMLFlags.MIGRATABLE | XMLFlags.SECURE);
    }

    private String xml(int flags) throws HypervisorException {
        return attempt("reading the definition of domain " + name, () -> domain.getXMLDesc(flags));
    }

    /** QEMU's process; null when the domain is not running or its process is not visible from here. */
    public @Nullable QemuProcess process() throws IOException {
        return QemuProcess.find(uuid);
    }

    /**
     * Whether QEMU still answers: it does until it ends, and from then on the guest does nothing any more.
     *
     * @throws HypervisorException when that is not known, because libvirt does not answer either
     */
    public boolean isQemuThere() throws HypervisorException {
        try {
            qmp.execute("query-status");
            return true;
        } catch (IOException e) {
            return isRunning();
        }
    }

    public Qmp qmp() {
        return qmp;
    }

    public Subscription listen(DomainListener listener) throws HypervisorException {
        return hypervisor.subscribe(domain, uuid, listener);
    }

    /**
     * The size that the guest sees.
     *
     * @param disk target name
     */
    public long diskSizeBytes(String disk) throws HypervisorException {
        return attempt(
                "reading the size of disk %s of domain %s".formatted(disk, name),
                () -> domain.blockInfo(disk).getCapacity());
    }

    /**
     * Starts a synchronous mirror of a disk: everything is copied, and from the start each guest write completes only when both sides have it.
     *
     * @param destination libvirt's {@code <disk>} element of the target, which must exist and have the disk's size
     * @param bytesPerSecond limit of the copying (not of guest writes), 0 without limit
     */
    public void startMirror(String disk, String destination, long bytesPerSecond) throws HypervisorException {
        int flags = BlockCopyFlags.REUSE_EXT | BlockCopyFlags.TRANSIENT_JOB | BlockCopyFlags.SYNCHRONOUS_WRITES;
        // Never an empty array: the binding cannot pass one.
        TypedParameter[] parameters = {new TypedUlongParameter("bandwidth", bytesPerSecond)};
        attempt("starting the mirror of disk %s of domain %s".formatted(disk, name), () -> {
            domain.blockCopy(disk, destination, parameters, flags);
            return true;
        });
    }

    /** The disk's block job; null when it has none. */
    public @Nullable BlockJob blockJob(String disk) throws HypervisorException {
        var info = attempt(
                "asking for the block job of disk %s of domain %s".formatted(disk, name),
                () -> domain.getBlockJobInfo(disk, 0));
        return info.type == 0 ? null : new BlockJob(info.cur, info.end);
    }

    /** Asks the disk's block job to end, without waiting for the end, which comes as an event. */
    public void abortBlockJob(String disk) throws HypervisorException {
        attempt("ending the block job of disk %s of domain %s".formatted(disk, name), () -> {
            domain.blockJobAbort(disk, ABORT_ASYNC);
            return true;
        });
    }

    public void resume() throws HypervisorException {
        attempt("resuming domain " + name, () -> {
            domain.resume();
            return true;
        });
    }

    /** Ends the guest at once, as pulling the plug does. Nothing happens to a domain that does not run. */
    public void destroy() throws HypervisorException {
        attempt("destroying domain " + name, () -> {
            if (domain.isActive() == 1) {
                domain.destroy();
            }
            return true;
        });
    }

    /** Removes the stored definition with its managed save image, snapshot descriptions and firmware variables; disks stay. */
    public void undefine() throws HypervisorException {
        attempt("undefining domain " + name, () -> {
            domain.undefine(UndefineFlags.MANAGED_SAVE | UndefineFlags.SNAPSHOTS_METADATA | UNDEFINE_NVRAM);
            return true;
        });
    }

    private String sendQmp(String command) throws HypervisorException {
        return attempt("sending a command to QEMU of domain " + name, () -> domain.qemuMonitorCommand(command, 0));
    }

    @Override
    public String toString() {
        return "domain " + name + " (" + uuid + ")";
    }
}
