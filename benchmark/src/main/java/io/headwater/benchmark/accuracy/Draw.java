package io.headwater.benchmark.accuracy;

import java.util.List;

/** What one run trains on, and what it is measured with. */
record Draw(List<Picture> training, List<Picture> test) {}
