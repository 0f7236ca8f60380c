package io.headwater.streams.internal.inference;

import java.util.List;

/**
 * The images that one worker decodes next, all for one model, and their places in a batch.
 *
 * @param batch takes them; null where there is no model yet
 * @param first place of the first one
 */
record Claim(List<Item> items, PendingBatch batch, int first) {}
