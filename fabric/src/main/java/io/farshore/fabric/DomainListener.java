package io.farshore.fabric;

/** Hears what happens to one domain. Called on libvirt's event thread: must return at once and must not call libvirt. */
public interface DomainListener {
    /**
     * A block job of one disk came into this state.
     *
     * @param disk the disk's target name, such as vda
     */
    void blockJobChanged(String disk, BlockJobChange change);

    /** The domain is not running any more, for whatever reason. */
    void stopped();
}
