package io.headwater.streams.internal.join;

/** What the join reads: predictions and labels, both by event id. */
public sealed interface JoinInput permits PredictionBatch, Label {}
