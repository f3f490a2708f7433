/**
 * The hypervisor: finds libvirt domains, says what they are made of, and starts, stops and watches them. This package is the only
 * one that speaks to the libvirt binding; its subpackages build capture ({@code mirror}) and recovery ({@code boot}) on the few
 * calls wrapped here. It gets sockets and files as plain paths and knows neither the change log nor any store.
 */
@NullMarked
package io.farshore.fabric;

import org.jspecify.annotations.NullMarked;
