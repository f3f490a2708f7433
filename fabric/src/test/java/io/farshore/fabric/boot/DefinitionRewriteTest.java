package io.farshore.fabric.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farshore.fabric.xml.Xml;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

final class DefinitionRewriteTest {
    private static final UUID UUID_7 = new UUID(7, 7);
    private static final String OLD = """
            <domain type='kvm' id='3'>
              <name>web-1</name><uuid>8fe5694d-0d7c-4e77-8ee2-41197277e2bc</uuid><genid>8fe5694d-0d7c-4e77-8ee2-41197277e2bd</genid>
              <metadata><app:owner xmlns:app='urn:app'>shop</app:owner></metadata>
              <memory unit='KiB'>131072</memory><vcpu placement='static' cpuset='4-5'>2</vcpu>
              <cputune><shares>2048</shares><vcpupin vcpu='0' cpuset='4'/></cputune>
              <numatune><memory mode='strict' nodeset='1'/></numatune>
              <resource><partition>/machine/gold</partition></resource>
              <os><type arch='x86_64' machine='q35'>hvm</type><kernel>/boot/k</kernel><nvram template='/usr/share/V.fd'>/old/web-1_VARS.fd</nvram></os>
              <devices>
                <emulator>/usr/libexec/qemu-kvm</emulator>
                <disk type='block' device='disk'>
                  <driver name='qemu' type='raw' cache='none' io='native' discard='unmap'/>
                  <source dev='/dev/vg/web-1' index='1'><seclabel model='dac' relabel='no'/></source>
                  <backingStore/><target dev='vda' bus='virtio'/><serial>WEB1A</serial><boot order='1'/>
                  <address type='pci' domain='0x0000' bus='0x04' slot='0x00' function='0x0'/>
                </disk>
                <disk type='network'><driver name='qemu' type='raw'/><auth username='libvirt'><secret type='ceph' usage='x'/></auth>
                  <source protocol='rbd' name='p/d'><host name='ceph-1'/></source><target dev='sda' bus='scsi'/></disk>
                <disk type='file' device='cdrom'><source file='/iso/x.iso'/><target dev='sdb' bus='sata'/><readonly/></disk>
                <interface type='bridge'><mac address='52:54:00:00:00:01'/><source bridge='br0'/><vlan><tag id='42'/></vlan>
                  <virtualport type='openvswitch'/><target dev='vnet3'/><model type='virtio'/><boot order='2'/></interface>
                <serial type='file'><source path='/var/log/web-1.log'/><target port='0'/></serial>
                <console type='file'><source path='/var/log/web-1.log'/><target type='serial' port='0'/></console>
                <serial type='tcp'><source mode='bind' host='10.1.1.1' service='7000'/><protocol type='raw'/><target port='1'/></serial>
                <channel type='unix'><source mode='bind' path='/var/lib/libvirt/qemu/channel/target/domain-3-web-1/org.qemu.guest_agent.0'/>
                  <target type='virtio' name='org.qemu.guest_agent.0'/></channel>
                <graphics type='vnc' port='5903' autoport='no' listen='10.1.1.1'><listen type='address' address='10.1.1.1'/></graphics>
                <hostdev mode='subsystem' type='pci'><source><address bus='0x01'/></source></hostdev>
                <rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>
              </devices>
              <seclabel type='static' model='dac' relabel='yes'><label>+64055:+64055</label></seclabel>
            </domain>
            """;

    private static BootPlan plan(@Nullable String network, boolean keepMac, String... disks) {
        var views = java.util.Arrays.stream(disks)
                .map(disk -> new ViewDisk(disk, Path.of("/pool/" + disk + ".qcow2"), Path.of("/v/" + disk), disk, 4096))
                .toList();
        return new BootPlan(OLD, "web-1-test", network, keepMac, Path.of("/logs"), views);
    }

    private static Rewritten rewrite(@Nullable String network, boolean keepMac) {
        return DefinitionRewrite.rewrite(plan(network, keepMac, "vda", "sda"), UUID_7);
    }

    private static Element devices(Rewritten rewritten) {
        return Xml.need(Xml.parse(rewritten.definition()), "devices");
    }

    @Test
    void givesTheMachineANewIdentityAndKeepsItsShape() {
        var domain = Xml.parse(rewrite("west", true).definition());
        assertThat(Xml.value(domain, "name")).isEqualTo("web-1-test");
        assertThat(Xml.value(domain, "uuid")).isEqualTo(UUID_7.toString());
        assertThat(Xml.value(domain, "genid")).isNull();
        assertThat(Xml.child(domain, "genid")).isNotNull();
        assertThat(domain.hasAttribute("id")).isFalse();
        assertThat(domain.getAttribute("type")).isEqualTo("kvm");
        assertThat(Xml.value(domain, "memory")).isEqualTo("131072");
        assertThat(Xml.value(domain, "os", "kernel")).isEqualTo("/boot/k");
        assertThat(Xml.value(domain, "cputune", "shares")).isEqualTo("2048");
        assertThat(Xml.value(domain, "metadata")).isEqualTo("shop");
        assertThat(Xml.value(domain, "devices", "rng", "backend")).isEqualTo("/dev/urandom");
    }

    @Test
    void takesOutWhatBelongedToTheOldHost() {
        var rewritten = rewrite("west", true);
        assertThat(rewritten.definition())
                .doesNotContain(
                        "seclabel",
                        "resource",
                        "numatune",
                        "vcpupin",
                        "cpuset",
                        "qemu-kvm",
                        "hostdev",
                        "/old/",
                        "10.1.1.1",
                        "5903");
        assertThat(Xml.value(Xml.parse(rewritten.definition()), "os", "nvram", "@template"))
                .isEqualTo("/usr/share/V.fd");
        assertThat(rewritten.leftOut())
                .anyMatch(text -> text.contains("<hostdev>"))
                .anyMatch(text -> text.contains("cdrom sdb"));
    }

    @Test
    void putsOverlaysInThePlaceOfAllDisks() {
        var disks = Xml.children(devices(rewrite("west", true)), "disk");
        assertThat(disks).hasSize(2);
        assertThat(disks).allSatisfy(disk -> {
            assertThat(disk.getAttribute("type")).isEqualTo("file");
            assertThat(Xml.value(disk, "driver", "@type")).isEqualTo("qcow2");
            assertThat(Xml.value(disk, "driver", "@error_policy")).isEqualTo("stop");
            assertThat(Xml.value(disk, "driver", "@rerror_policy")).isEqualTo("stop");
            assertThat(Xml.children(disk, "source")).hasSize(1);
            assertThat(Xml.child(disk, "backingStore")).isNull();
            assertThat(Xml.child(disk, "auth")).isNull();
        });
        var first = disks.getFirst();
        assertThat(Xml.value(first, "source", "@file")).isEqualTo("/pool/vda.qcow2");
        assertThat(Xml.value(first, "driver", "@cache")).isEqualTo("none");
        assertThat(Xml.value(first, "driver", "@discard")).isEqualTo("unmap");
        assertThat(Xml.value(first, "target", "@bus")).isEqualTo("virtio");
        assertThat(Xml.value(first, "serial")).isEqualTo("WEB1A");
        assertThat(Xml.value(first, "address", "@bus")).isEqualTo("0x04");
        assertThat(Xml.value(disks.getLast(), "target", "@bus")).isEqualTo("scsi");
    }

    @Test
    void putsInterfacesIntoTheChosenNetwork() {
        var nic = Xml.need(devices(rewrite("west", true)), "interface");
        assertThat(nic.getAttribute("type")).isEqualTo("network");
        assertThat(Xml.children(nic, "source")).hasSize(1);
        assertThat(Xml.value(nic, "source", "@network")).isEqualTo("west");
        assertThat(Xml.value(nic, "mac", "@address")).isEqualTo("52:54:00:00:00:01");
        assertThat(Xml.value(nic, "model", "@type")).isEqualTo("virtio");
        assertThat(Xml.children(nic, "*"))
                .extracting(Element::getTagName)
                .doesNotContain("vlan", "virtualport", "target");
    }

    @Test
    void leavesTheMacAddressToLibvirtForACopyBesideTheOriginal() {
        assertThat(Xml.child(Xml.need(devices(rewrite("west", false)), "interface"), "mac"))
                .isNull();
    }

    @Test
    void hasNoInterfaceWhenNoNetworkIsChosen() {
        assertThat(Xml.children(devices(rewrite(null, true)), "interface")).isEmpty();
    }

    @Test
    void movesConsoleFilesAndFreesPortsAndSockets() {
        var devices = devices(rewrite("west", true));
        var serials = Xml.children(devices, "serial");
        assertThat(Xml.value(serials.getFirst(), "source", "@path")).isEqualTo("/logs/web-1-test-console0.log");
        assertThat(Xml.value(devices, "console", "source", "@path")).isEqualTo("/logs/web-1-test-console0.log");
        assertThat(serials.getLast().getAttribute("type")).isEqualTo("pty");
        assertThat(Xml.child(serials.getLast(), "source")).isNull();
        assertThat(Xml.value(devices, "channel", "target", "@name")).isEqualTo("org.qemu.guest_agent.0");
        assertThat(Xml.child(Xml.need(devices, "channel"), "source")).isNull();
        assertThat(Xml.value(devices, "graphics", "@autoport")).isEqualTo("yes");
    }

    @Test
    void refusesAPlanThatForgetsADisk() {
        assertThatThrownBy(() -> DefinitionRewrite.rewrite(plan("west", true, "vda"), UUID_7))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sda");
    }

    @Test
    void refusesAPlanWithADiskThatTheMachineDoesNotHave() {
        assertThatThrownBy(() -> DefinitionRewrite.rewrite(plan("west", true, "vda", "sda", "vdx"), UUID_7))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no disk [vdx]");
    }

    @Test
    void readsNoExternalEntity() {
        var evil = "<!DOCTYPE d [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><domain><name>&e;</name></domain>";
        var plan = new BootPlan(
                evil,
                "x",
                null,
                true,
                Path.of("/logs"),
                List.of(new ViewDisk("vda", Path.of("/o"), Path.of("/s"), "e", 1)));
        assertThatThrownBy(() -> DefinitionRewrite.rewrite(plan, UUID_7))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("DOCTYPE");
    }

    @Test
    void startsWithoutFollowingTheOverlaysHeader() {
        var live = Xml.parse(LiveDefinition.of(rewrite("west", true).definition()));
        assertThat(Xml.children(Xml.need(live, "devices"), "disk"))
                .allSatisfy(
                        disk -> assertThat(Xml.children(disk, "backingStore")).hasSize(1));
    }
}
