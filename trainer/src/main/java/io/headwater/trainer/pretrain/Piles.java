package io.headwater.trainer.pretrain;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleFunction;

/** Flat things fallen on top of one another until the ground is covered ("dead leaves" images). */
final class Piles {
    private Piles() {}

    static Map<String, Sketch.Drawing> all() {
        Map<String, Sketch.Drawing> all = new LinkedHashMap<>();
        all.put("confetti", pile(170, 3, 8, r -> new Ellipse2D.Double(-r, -r, 2 * r, 2 * r)));
        all.put("coins", pile(50, 8, 22, r -> new Ellipse2D.Double(-r, -r, 2 * r, 2 * r)));
        all.put("plates", pile(80, 5, 15, r -> new Rectangle2D.Double(-r, -0.7 * r, 2 * r, 1.4 * r)));
        all.put("shards", pile(90, 5, 15, Piles::triangle));
        all.put("petals", pile(160, 4, 14, r -> new Ellipse2D.Double(-1.3 * r, -0.35 * r, 2.6 * r, 0.7 * r)));
        all.put("sticks", pile(140, 8, 22, r -> new RoundRectangle2D.Double(-r, -1.8, 2 * r, 3.6, 3, 3)));
        return all;
    }

    private static Sketch.Drawing pile(int count, double smallest, double largest, DoubleFunction<Shape> piece) {
        return sketch -> {
            sketch.cover(sketch.random.nextInt(255));
            for (int i = 0; i < count; i++) {
                AffineTransform place = AffineTransform.getTranslateInstance(sketch.anywhere(), sketch.anywhere());
                place.rotate(sketch.anyAngle());
                Shape shape = piece.apply(sketch.between(smallest, largest));
                sketch.fill(place.createTransformedShape(shape), 0);
            }
        };
    }

    private static Shape triangle(double r) {
        Path2D path = new Path2D.Double();
        path.moveTo(r, 0);
        path.lineTo(-0.6 * r, 0.8 * r);
        path.lineTo(-0.6 * r, -0.8 * r);
        path.closePath();
        return path;
    }
}
