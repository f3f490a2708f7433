package io.farshore.cli;

import io.farshore.core.catalog.ReplicaKeys;
import io.farshore.core.crypto.KeyProvider;
import io.farshore.core.crypto.MachineKeyStore;
import io.farshore.core.crypto.MachineKeyStore.Rewrapped;
import io.farshore.core.log.CacheKeys;
import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "rewrap",
        description = "Wrap a machine's data keys by the current key of the key file, and remove the older wraps.",
        footer = {
            "",
            "Run it on the replica store and on cache storage. No data is rewritten; it can be killed anywhere and run again.",
        })
final class KeyRewrapCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private OutputOptions printing;

    @Parameters(
            index = "0",
            paramLabel = "STORE",
            description = "The URL or folder of a replica store or cache storage.")
    @SuppressWarnings("NullAway.Init")
    private String url;

    @Option(names = "--machine", required = true, paramLabel = "NAME", description = "The machine.")
    @SuppressWarnings("NullAway.Init")
    private String machine;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private KeyOptions keys;

    @Override
    public Integer call() throws IOException {
        KeyProvider provider = keys.required();
        ReplicaKeys inReplica = new ReplicaKeys(machine);
        CacheKeys inCache = new CacheKeys(machine);
        try (ObjectStore store = Stores.open(url)) {
            int found = rewrap(store, inReplica.dataKeys(), provider) + rewrap(store, inCache.dataKeys(), provider);
            if (found == 0) {
                throw new IllegalArgumentException(
                        "%s holds no key of a machine '%s': is it encrypted, and is that its name?"
                                .formatted(store, machine));
            }
            return 0;
        }
    }

    private int rewrap(ObjectStore store, String prefix, KeyProvider provider) throws IOException {
        Rewrapped done = new MachineKeyStore(store, prefix, machine).rewrap(provider);
        if (done.dataKeys() > 0) {
            printing.output()
                    .print(
                            "%s: %d data keys in %s wrapped by %s; %d new wraps, %d old ones removed, %d kept that this key file cannot open"
                                    .formatted(
                                            machine,
                                            done.dataKeys(),
                                            prefix,
                                            provider.currentKey(),
                                            done.added(),
                                            done.removed(),
                                            done.kept()),
                            Output.event("rewrapped")
                                    .put("machine", machine)
                                    .put("prefix", prefix)
                                    .put("dataKeys", done.dataKeys())
                                    .put("added", done.added())
                                    .put("removed", done.removed())
                                    .put("kept", done.kept()));
        }
        return done.dataKeys();
    }
}
