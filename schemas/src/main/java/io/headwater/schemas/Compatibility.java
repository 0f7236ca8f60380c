package io.headwater.schemas;

/** How a new schema of a topic must relate to the ones before it; the names are the registry's own. */
public enum Compatibility {
    /** New readers read old records. */
    BACKWARD,
    /** Every version reads every other: for topics that are read again from the start. */
    FULL_TRANSITIVE
}
