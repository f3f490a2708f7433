package io.farshore.core.catalog;

import io.farshore.core.failure.CorruptDataException;

/** Hears what an audit finds. */
public interface AuditFindings {
    /** An object was read, damaged or not. */
    void read(String key, long bytes);

    /** An object is not what it was when it was written, or is missing. The same one may be told more than once. */
    void damaged(CorruptDataException damage);

    /** Something worth knowing that is no damage. */
    void noted(String key, String what);
}
