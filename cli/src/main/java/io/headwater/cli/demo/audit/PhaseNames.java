package io.headwater.cli.demo.audit;

import java.util.List;

/**
 * Names of the story's phases.
 *
 * @param coldStart before any model, and until the first version is live
 * @param learning the first kinds, better and better
 * @param newKind a further kind is there
 * @param newKindLabel label of that kind
 * @param newLight the light has changed
 */
public record PhaseNames(String coldStart, String learning, String newKind, String newKindLabel, String newLight) {

    List<String> inOrder() {
        return List.of(coldStart, learning, newKind, newLight);
    }
}
