package io.headwater.cli.demo;

/** A part of the story. */
interface Chapter {

    String title();

    /** Why it matters, in a sentence or two. */
    String why();

    void play(Stage stage);
}
