package io.farshore.dataplane.view;

import io.farshore.core.catalog.Catalog;
import io.farshore.core.log.DiskSpec;
import io.farshore.core.log.GenerationClaim;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which disk of a generation became which disk of the newest one, as far as each generation started from the one before. A disk
 * keeps its name; one that is missing in a generation has lost what it held before, and so have the bytes past the end of one that shrank.
 */
final class DiskLineage {
    private final List<DiskSpec> disks;
    private final Map<Integer, List<Ancestor>> generations = new HashMap<>();

    /**
     * A disk of an older generation.
     *
     * @param disk its number in the newest generation, or -1 when it is not there any more
     * @param size in its own generation, in bytes
     * @param kept how many of its bytes, from the start, later generations still had
     */
    record Ancestor(int disk, long size, long kept) {}

    DiskLineage(Catalog catalog, int generation) {
        List<GenerationClaim> claims = catalog.generations();
        int at = claims.indexOf(catalog.generation(generation));
        disks = claims.get(at).disks();
        Map<String, Ancestor> heirs = new HashMap<>();
        for (int disk = 0; disk < disks.size(); disk++) {
            heirs.put(disks.get(disk).name(), new Ancestor(disk, 0, Long.MAX_VALUE));
        }
        for (boolean goesOn = true; goesOn && at >= 0; at--) {
            GenerationClaim claim = claims.get(at);
            heirs = inherit(claim, heirs);
            goesOn = claim.base() == GenerationClaim.Base.PREVIOUS;
        }
    }

    /** The disks of the newest generation, in the order of their numbers. */
    List<DiskSpec> disks() {
        return disks;
    }

    /** The disks of one of the generations, in the order of their numbers there. */
    List<Ancestor> of(int generation) {
        List<Ancestor> found = generations.get(generation);
        if (found == null) {
            throw new IllegalArgumentException("generation " + generation + " is no part of this recovery point");
        }
        return found;
    }

    private Map<String, Ancestor> inherit(GenerationClaim claim, Map<String, Ancestor> heirs) {
        List<Ancestor> ancestors = new ArrayList<>();
        Map<String, Ancestor> present = new HashMap<>();
        for (DiskSpec spec : claim.disks()) {
            Ancestor heir = heirs.getOrDefault(spec.name(), new Ancestor(-1, 0, 0));
            Ancestor ancestor = new Ancestor(heir.disk(), spec.size(), Math.min(heir.kept(), spec.size()));
            ancestors.add(ancestor);
            if (ancestor.disk() >= 0) {
                present.put(spec.name(), ancestor);
            }
        }
        generations.put(claim.generation(), ancestors);
        return present;
    }
}
