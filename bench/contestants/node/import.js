/** Prints what a process has used when it has imported the given modules. */
for (const module of process.argv.slice(2)) await import(module);
const milliseconds = performance.now();
const { user, system } = process.cpuUsage();
process.stdout.write(
  JSON.stringify({ milliseconds, cpu: (user + system) / 1000, bytes: process.memoryUsage.rss() }),
);
