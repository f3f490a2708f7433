package io.farshore.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@Tag("real")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HypervisorTest {
    private PrivateLibvirt libvirt;
    private TestGuest guest;

    @BeforeAll
    void start() throws Exception {
        libvirt = PrivateLibvirt.start();
        guest = TestGuest.make(libvirt.directory());
    }

    @AfterAll
    void stop() throws Exception {
        libvirt.close();
    }

    @Test
    void saysWhatToCheckWhenNobodyAnswers() {
        assertThatThrownBy(() -> Hypervisor.connect("qemu:///system?socket=/nowhere/sock"))
                .isInstanceOf(HypervisorException.class)
                .hasMessageContaining("qemu:///system?socket=/nowhere/sock")
                .hasMessageContaining("systemctl status libvirtd");
    }

    @Test
    void listsTheDomainsThereAreWhenOneIsUnknown() throws Exception {
        try (var hypervisor = Hypervisor.connect(libvirt.uri())) {
            var domain = hypervisor.define(guest.definition("web-1"));
            assertThatThrownBy(() -> hypervisor.domain("web-2"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("there is no domain web-2")
                    .hasMessageContaining("web-1");
            domain.undefine();
        }
    }

    @Test
    void describesDisksAndProcessOfARunningDomain() throws Exception {
        try (var hypervisor = Hypervisor.connect(libvirt.uri())) {
            var defined = hypervisor.define(guest.definition("described"));
            assertThat(defined.describe().running()).isFalse();
            var domain = hypervisor.startPaused(defined.definition());
            var description = domain.describe();
            assertThat(description.running()).isTrue();
            assertThat(description.disks()).extracting(DomainDisk::target).containsExactly("vda", "vdb");
            var disk = description.disk("vda");
            assertThat(disk.source()).isEqualTo(guest.disk("vda").toString());
            assertThat(disk.format()).isEqualTo("raw");
            assertThat(disk.bus()).isEqualTo("virtio");
            assertThat(disk.discard()).isEqualTo("unmap");
            assertThat(disk.sizeBytes()).isEqualTo(TestGuest.DISK_BYTES);
            assertThat(domain.qmp().hasNode(String.valueOf(disk.node()))).isTrue();
            assertThat(description.process())
                    .isNotNull()
                    .satisfies(process -> assertThat(process.uid()).isZero());
            assertThat(description.definition())
                    .contains("<name>described</name>")
                    .doesNotContain("<alias");
            assertThatThrownBy(() -> description.disk("vdz")).hasMessageContaining("vda, vdb");
            domain.destroy();
            domain.undefine();
            assertThat(hypervisor.domainNames()).isEmpty();
        }
    }
}
