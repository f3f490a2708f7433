package io.farshore.fabric;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.libvirt.LibvirtException;
import org.libvirt.event.BlockJobListener;
import org.libvirt.event.DomainEventType;
import org.libvirt.event.LifecycleListener;

/**
 * Spreads the events of one domain over its listeners. Stays registered until its connection closes: the binding drops its native callback
 * on removal while libvirt may still be calling it, so listeners come and go here and the native registration does not.
 */
final class DomainFeed {
    private final List<DomainListener> listeners = new CopyOnWriteArrayList<>();
    private final BlockJobListener jobs = (domain, disk, type, status) -> {
        var change = switch (status) {
            case READY -> BlockJobChange.READY;
            case COMPLETED -> BlockJobChange.COMPLETED;
            case CANCELED -> BlockJobChange.CANCELLED;
            case FAILED, LAST -> BlockJobChange.FAILED;
        };
        listeners.forEach(listener -> listener.blockJobChanged(disk, change));
    };
    private final LifecycleListener lifecycle = (domain, event) -> {
        if (event.getType() == DomainEventType.STOPPED || event.getType() == DomainEventType.CRASHED) {
            listeners.forEach(DomainListener::stopped);
        }
        return 0;
    };

    void register(org.libvirt.Domain domain) throws LibvirtException {
        domain.addBlockJobListener(jobs);
        domain.addLifecycleListener(lifecycle);
    }

    void deregister(org.libvirt.Connect connection) throws LibvirtException {
        connection.removeBlockJobListener(jobs);
        connection.removeLifecycleListener(lifecycle);
    }

    Subscription subscribe(DomainListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
