package io.headwater.streams.internal.join;

/** What the join reads: batches of predictions, and labels. */
public sealed interface JoinInput permits PredictionBatch, Label {}
