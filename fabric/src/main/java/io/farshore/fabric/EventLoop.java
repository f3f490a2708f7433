package io.farshore.fabric;

import java.lang.System.Logger.Level;
import org.libvirt.Connect;
import org.libvirt.ErrorCallback;
import org.libvirt.Library;
import org.libvirt.LibvirtException;

/**
 * libvirt's event loop: one for the process, because libvirt has one, on a daemon thread, started before the first connection (libvirt
 * gives events only to connections opened after it). Does not know who listens.
 */
final class EventLoop {
    private static final System.Logger LOG = System.getLogger(EventLoop.class.getName());
    /** Kept for ever: native code holds it. Without it libvirt prints every refusal on standard error besides returning it. */
    private static final ErrorCallback SILENT = new ErrorCallback();

    private static boolean started;

    private EventLoop() {}

    static synchronized void start() throws LibvirtException {
        if (started) {
            return;
        }
        Connect.setErrorCallback(SILENT);
        Library.initEventLoop();
        Thread.ofPlatform().daemon().name("libvirt events").start(EventLoop::run);
        started = true;
    }

    private static void run() {
        while (true) {
            try {
                Library.runEventLoop();
            } catch (LibvirtException e) {
                LOG.log(Level.WARNING, "libvirt's event loop failed in one turn and goes on: " + e.getMessage());
            } catch (InterruptedException e) {
                return;
            }
        }
    }
}
