// SPDX-License-Identifier: MIT
/**
 * Faulty kernels in a Java virtual machine, which turns SIGSEGV and SIGFPE of its own compiled code into exceptions:
 * before the first launch, after it, and while other threads launch kernels that fail.
 */
public final class Host {
    private static final int CL_OUT_OF_RESOURCES = -5;
    private static final int ROUNDS = 2000;

    /** Runs a kernel; gives the status of its event. */
    private static native int run(boolean faulty);

    private static int length(int[] array) {
        return array.length;
    }

    private static int quotient(int a, int b) {
        return a / b;
    }

    private static int depth(int n) {
        return 1 + depth(n + 1);
    }

    private static void expect(boolean good, String what) {
        if (!good) {
            System.out.println("wrong: " + what);
            System.exit(1);
        }
    }

    /** Compiles the code whose exceptions come from signals. */
    private static void warmUp() {
        int[] array = new int[3];
        int sum = 0;
        for (int i = 1; i < 200000; i++)
            sum += length(array) + quotient(sum, i);
        expect(sum != 0, "the sum");
    }

    private static void faultInJava() {
        int caught = 0;
        try {
            length(null);
        } catch (NullPointerException e) {
            caught++;
        }
        try {
            quotient(1, 0);
        } catch (ArithmeticException e) {
            caught++;
        }
        expect(caught == 2, "an exception is missing");
    }

    private static void overflowStack() {
        try {
            depth(0);
        } catch (StackOverflowError e) {
            return;
        }
        expect(false, "the stack has no end");
    }

    private static void launch() {
        expect(run(true) == CL_OUT_OF_RESOURCES, "a faulty kernel did not fail");
        expect(run(false) == 0, "a good kernel failed");
    }

    private static Thread launcher(int times) {
        return new Thread(() -> {
            for (int i = 0; i < times; i++)
                launch();
        });
    }

    public static void main(String[] args) throws InterruptedException {
        System.load(args[0]);
        warmUp();
        faultInJava();
        launch();
        Thread[] threads = {launcher(100), launcher(100)};
        for (Thread thread : threads)
            thread.start();
        for (int i = 0; i < ROUNDS; i++) {
            faultInJava();
            if (i % 100 == 0) {
                overflowStack();
                System.gc();
            }
        }
        for (Thread thread : threads)
            thread.join();
        System.out.println("went on");
    }
}
