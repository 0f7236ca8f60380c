package io.headwater.trainer.pretrain;

import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.QuadCurve2D;
import java.util.LinkedHashMap;
import java.util.Map;

/** Pen drawings: many lines and curves, arranged in one way for each category. */
final class Strokes {
    private static final int SIZE = Sketch.SIZE;

    private Strokes() {}

    static Map<String, Sketch.Drawing> all() {
        Map<String, Sketch.Drawing> all = new LinkedHashMap<>();
        all.put("hatching", Strokes::hatching);
        all.put("threads", Strokes::threads);
        all.put("arcs", Strokes::arcs);
        all.put("grass", Strokes::grass);
        all.put("scribble", Strokes::scribble);
        all.put("dashes", Strokes::dashes);
        all.put("network", Strokes::network);
        all.put("hoops", Strokes::hoops);
        all.put("bursts", Strokes::bursts);
        all.put("meander", Strokes::meander);
        all.put("beads", Strokes::beads);
        all.put(
                "shrub",
                sketch -> branch(sketch, sketch.between(30, 66), SIZE, -Math.PI / 2, 22, 6, sketch.between(0.35, 0.7)));
        return all;
    }

    private static void hatching(Sketch sketch) {
        double slant = sketch.anyAngle();
        for (int i = sketch.random.nextInt(60, 120); i > 0; i--) {
            line(
                    sketch,
                    sketch.anywhere(),
                    sketch.anywhere(),
                    slant + sketch.between(-0.15, 0.15),
                    sketch.between(4, 10));
        }
    }

    private static void threads(Sketch sketch) {
        for (int i = sketch.random.nextInt(8, 22); i > 0; i--) {
            double angle = sketch.anyAngle();
            line(
                    sketch,
                    sketch.anywhere() - SIZE * Math.cos(angle),
                    sketch.anywhere() - SIZE * Math.sin(angle),
                    angle,
                    3 * SIZE);
        }
    }

    private static void arcs(Sketch sketch) {
        for (int i = sketch.random.nextInt(15, 35); i > 0; i--) {
            double d = sketch.between(16, 60);
            sketch.draw(new Arc2D.Double(
                    sketch.between(-20, SIZE),
                    sketch.between(-20, SIZE),
                    d,
                    d,
                    sketch.between(0, 360),
                    sketch.between(60, 180),
                    Arc2D.OPEN));
        }
    }

    private static void grass(Sketch sketch) {
        for (int i = sketch.random.nextInt(40, 100); i > 0; i--) {
            double x = sketch.anywhere();
            double y = sketch.between(20, SIZE + 30);
            double height = sketch.between(20, 50);
            sketch.draw(new QuadCurve2D.Double(x, y, x, y - 0.6 * height, x + sketch.between(-14, 14), y - height));
        }
    }

    private static void scribble(Sketch sketch) {
        Path2D path = new Path2D.Double();
        path.moveTo(sketch.anywhere(), sketch.anywhere());
        for (int i = sketch.random.nextInt(12, 24); i > 0; i--) {
            path.curveTo(
                    sketch.anywhere(),
                    sketch.anywhere(),
                    sketch.anywhere(),
                    sketch.anywhere(),
                    sketch.anywhere(),
                    sketch.anywhere());
        }
        sketch.draw(path);
    }

    private static void dashes(Sketch sketch) {
        sketch.dashed((float) sketch.between(4, 7));
        double slant = sketch.anyAngle();
        double gap = sketch.between(7, 18);
        for (double offset = -SIZE; offset < SIZE; offset += gap) {
            double x = SIZE / 2.0 - offset * Math.sin(slant) - SIZE * Math.cos(slant);
            double y = SIZE / 2.0 + offset * Math.cos(slant) - SIZE * Math.sin(slant);
            line(sketch, x, y, slant, 2 * SIZE);
        }
    }

    private static void network(Sketch sketch) {
        int nodes = sketch.random.nextInt(14, 26);
        double[] x = sketch.random.doubles(nodes, 0, SIZE).toArray();
        double[] y = sketch.random.doubles(nodes, 0, SIZE).toArray();
        for (int i = 0; i < nodes; i++) {
            sketch.fill(new Ellipse2D.Double(x[i] - 3, y[i] - 3, 6, 6), 150);
            for (int j = 0; j < i; j++) {
                if (Math.hypot(x[i] - x[j], y[i] - y[j]) < SIZE / 3.0) {
                    sketch.draw(new Line2D.Double(x[i], y[i], x[j], y[j]));
                }
            }
        }
    }

    private static void hoops(Sketch sketch) {
        for (int i = sketch.random.nextInt(12, 32); i > 0; i--) {
            double d = sketch.between(8, 32);
            sketch.draw(new Ellipse2D.Double(sketch.between(-5, SIZE), sketch.between(-5, SIZE), d, d));
        }
    }

    private static void bursts(Sketch sketch) {
        int bursts = sketch.random.nextInt(1, 5);
        for (int i = 0; i < bursts; i++) {
            double x = sketch.between(10, SIZE - 10);
            double y = sketch.between(10, SIZE - 10);
            double reach = sketch.between(15, 45) / Math.sqrt(bursts);
            for (int ray = sketch.random.nextInt(30, 80); ray > 0; ray--) {
                line(sketch, x, y, sketch.anyAngle(), reach * sketch.between(0.6, 1));
            }
        }
    }

    /** Walks that turn by right angles only. */
    private static void meander(Sketch sketch) {
        double unit = sketch.between(5, 11);
        for (int walk = sketch.random.nextInt(3, 7); walk > 0; walk--) {
            double x = sketch.anywhere();
            double y = sketch.anywhere();
            Path2D path = new Path2D.Double();
            path.moveTo(x, y);
            for (int i = 0; i < 30; i++) {
                boolean across = i % 2 == 0;
                double by = unit * (sketch.random.nextBoolean() ? 1 : -1) * sketch.random.nextInt(1, 3);
                x += across ? by : 0;
                y += across ? 0 : by;
                path.lineTo(x, y);
            }
            sketch.draw(path);
        }
    }

    private static void beads(Sketch sketch) {
        for (int chain = sketch.random.nextInt(2, 6); chain > 0; chain--) {
            double x = sketch.anywhere();
            double y = sketch.anywhere();
            double heading = sketch.anyAngle();
            double r = sketch.between(2, 4.5);
            for (int i = 0; i < 25; i++) {
                sketch.fill(new Ellipse2D.Double(x - r, y - r, 2 * r, 2 * r), 150);
                heading += sketch.between(-0.5, 0.5);
                x += 2.3 * r * Math.cos(heading);
                y += 2.3 * r * Math.sin(heading);
            }
        }
    }

    private static void branch(
            Sketch sketch, double x, double y, double angle, double length, int depth, double spread) {
        double endX = x + length * Math.cos(angle);
        double endY = y + length * Math.sin(angle);
        sketch.draw(new Line2D.Double(x, y, endX, endY));
        if (depth > 0) {
            branch(sketch, endX, endY, angle - spread + sketch.between(-0.15, 0.15), 0.75 * length, depth - 1, spread);
            branch(sketch, endX, endY, angle + spread + sketch.between(-0.15, 0.15), 0.75 * length, depth - 1, spread);
        }
    }

    private static void line(Sketch sketch, double x, double y, double angle, double length) {
        sketch.draw(new Line2D.Double(x, y, x + length * Math.cos(angle), y + length * Math.sin(angle)));
    }
}
