/** What one contestant reached, one number for each round. */
export interface Series {
  readonly contestant: string;
  readonly samples: readonly number[];
}

/** What was asked for, of one measure. */
export interface Goal {
  readonly contestant: string;
  /** The best of these is what it is held against. Left out: the bound is in the measure's own unit. */
  readonly against?: readonly string[];
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** One quantity that all contestants are measured by: a column of a table. */
export interface Measure {
  /** `16 in flight` */
  readonly name: string;
  /** `creates/s`, `ms` */
  readonly unit: string;
  readonly better: 'more' | 'less';
  /** The contestant that ratios are to. */
  readonly reference: string;
  readonly series: readonly Series[];
  readonly goals: readonly Goal[];
}

/** Measures of the same contestants. */
export interface Table {
  readonly title: string;
  readonly measures: readonly Measure[];
}
