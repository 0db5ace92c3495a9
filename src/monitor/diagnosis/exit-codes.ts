interface Meaning {
  readonly meaning: string;
  readonly advice: string;
}

const readLog =
  'Read the last lines of the log for the error, and run the image with the same command locally.';

/**
 * What exit codes say. 126, 127 and 128+n are the convention of POSIX shells:
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_08_02
 */
const codes: Readonly<Record<number, Meaning>> = {
  1: { meaning: 'a general error', advice: readLog },
  2: {
    meaning: 'wrong use of a command or a shell builtin',
    advice: 'Check the arguments of the command; the log usually shows its usage text.',
  },
  126: {
    meaning: 'the command was found but cannot be executed',
    advice:
      'Make the file executable in the image (chmod +x), and check that it was built for the architecture of the node.',
  },
  127: {
    meaning: 'the command was not found',
    advice:
      'Check the spelling of the command and of the programs it calls, and that the image has them in its PATH.',
  },
  255: { meaning: 'an error outside the usual range, often exit(-1)', advice: readLog },
};

/** Source: signal(7), numbers of x86 and ARM. */
const signals: Readonly<Record<number, string>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  3: 'SIGQUIT',
  4: 'SIGILL (illegal instruction)',
  6: 'SIGABRT (abort)',
  7: 'SIGBUS',
  8: 'SIGFPE (arithmetic error)',
  9: 'SIGKILL (killed from outside)',
  11: 'SIGSEGV (segmentation fault)',
  13: 'SIGPIPE',
  15: 'SIGTERM (asked to stop)',
  24: 'SIGXCPU',
  25: 'SIGXFSZ',
  31: 'SIGSYS (system call refused)',
};

const signalAdvice: Readonly<Record<number, string>> = {
  4: 'The program uses instructions this processor lacks: use an image built for the architecture of the node.',
  9: 'Nothing says that memory was the cause. See who stopped the container: a deletion, a drained node, a probe, or the program itself.',
  11: 'The program crashed in native code: check native libraries and extensions of the image, and reproduce it locally.',
  15: 'Somebody asked the container to stop. See who deleted the pod or drained the node, or whether a script in it did.',
};

export function meaningOf(code: number): Meaning {
  const known = codes[code];
  if (known !== undefined) return known;
  const signal = code - 128;
  if (signal < 1 || signal > 64) return { meaning: 'a code of the program itself', advice: readLog };
  return {
    meaning: `ended by signal ${signals[signal] ?? signal}`,
    advice: signalAdvice[signal] ?? readLog,
  };
}

/** Whether the code is that of a container stopped from outside: SIGKILL or SIGTERM. */
export function isKill(code: number): boolean {
  return code === 137 || code === 143;
}
