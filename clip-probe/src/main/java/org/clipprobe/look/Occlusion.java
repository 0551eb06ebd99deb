package org.clipprobe.look;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.VisionSession;
import org.clipprobe.model.VisionTower.Grid;

/**
 * Covers one place of a picture after the other with the picture's mean colour and sees what becomes of its similarities
 * (Zeiler and Fergus 2014, "Visualizing and Understanding Convolutional Networks", section 4.2).
 *
 * @param session gives embeddings
 * @param grid places
 * @param height of the picture in pixels
 * @param width of the picture in pixels
 * @param batch pictures in a run
 */
record Occlusion(VisionSession session, Grid grid, int height, int width, int batch) {
    /** Above this, neighbouring places are covered together. */
    private static final int MOST_RUNS = 256;

    /** How many places are covered together, in each direction. */
    int step() {
        int step = 1;
        while (ceil(grid.rows(), step) * ceil(grid.columns(), step) > MOST_RUNS) {
            step++;
        }
        return step;
    }

    private static int ceil(int count, int step) {
        return (count + step - 1) / step;
    }

    /**
     * What is lost of each similarity, place by place.
     *
     * @param pixels {@code [3, height, width]}, as the tower takes them
     * @param directions {@code [prompts][dimensions]}, of length 1
     * @return {@code [prompts][places]}
     */
    float[][] lost(float[] pixels, float[][] directions) throws ModelException {
        int step = step();
        List<int[]> windows = new ArrayList<>();
        for (int row = 0; row < grid.rows(); row += step) {
            for (int column = 0; column < grid.columns(); column += step) {
                windows.add(new int[] {row, column});
            }
        }
        float[] colour = meanColour(pixels);
        double[] whole = similarities(session.run(pixels, 1).embeddings(), 0, directions);
        float[][] lost = new float[directions.length][grid.rows() * grid.columns()];
        float[] covered = new float[Math.min(batch, windows.size()) * pixels.length];
        for (int from = 0; from < windows.size(); from += batch) {
            List<int[]> some = windows.subList(from, Math.min(windows.size(), from + batch));
            for (int i = 0; i < some.size(); i++) {
                System.arraycopy(pixels, 0, covered, i * pixels.length, pixels.length);
                cover(covered, i * pixels.length, some.get(i), step, colour);
            }
            float[] embeddings = session.run(covered, some.size()).embeddings();
            for (int i = 0; i < some.size(); i++) {
                double[] left = similarities(embeddings, i, directions);
                for (int k = 0; k < directions.length; k++) {
                    fill(lost[k], some.get(i), step, (float) (whole[k] - left[k]));
                }
            }
        }
        return lost;
    }

    private float[] meanColour(float[] pixels) {
        float[] colour = new float[3];
        int plane = height * width;
        for (int channel = 0; channel < 3; channel++) {
            double sum = 0;
            for (int i = 0; i < plane; i++) {
                sum += pixels[channel * plane + i];
            }
            colour[channel] = (float) (sum / plane);
        }
        return colour;
    }

    private void cover(float[] pixels, int offset, int[] window, int step, float[] colour) {
        int top = edge(window[0], grid.rows(), height);
        int bottom = edge(Math.min(grid.rows(), window[0] + step), grid.rows(), height);
        int left = edge(window[1], grid.columns(), width);
        int right = edge(Math.min(grid.columns(), window[1] + step), grid.columns(), width);
        for (int channel = 0; channel < 3; channel++) {
            for (int y = top; y < bottom; y++) {
                int line = offset + (channel * height + y) * width;
                Arrays.fill(pixels, line + left, line + right, colour[channel]);
            }
        }
    }

    private static int edge(int cell, int cells, int pixels) {
        return (int) ((long) cell * pixels / cells);
    }

    private void fill(float[] map, int[] window, int step, float value) {
        for (int row = window[0]; row < Math.min(grid.rows(), window[0] + step); row++) {
            for (int column = window[1]; column < Math.min(grid.columns(), window[1] + step); column++) {
                map[row * grid.columns() + column] = value;
            }
        }
    }

    private static double[] similarities(float[] embeddings, int row, float[][] directions) {
        double[] similarities = new double[directions.length];
        for (int k = 0; k < directions.length; k++) {
            for (int d = 0; d < directions[k].length; d++) {
                similarities[k] += (double) embeddings[row * directions[k].length + d] * directions[k][d];
            }
        }
        return similarities;
    }
}
