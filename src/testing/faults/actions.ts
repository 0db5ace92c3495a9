import { STATUS_CODES } from 'node:http';
import { failure } from '../objects/status.js';
import type { Answer } from '../api/answer.js';
import type { Clock } from '../clock/clock.js';
import type { Fault, FaultAction } from './faults.js';

/** The things a fault may do; a new one is a line here and a line in the type. */
export function actionOf(fault: Fault, clock: Clock): FaultAction {
  if ('respond' in fault) return (exchange) => exchange.send(answerFor(fault.respond));
  if ('drop' in fault) {
    return (exchange) => {
      if (fault.drop === 'after-handling') exchange.handle();
      exchange.reset();
    };
  }
  if ('resetAfterBytes' in fault) {
    const { resetAfterBytes } = fault;
    return (exchange) => exchange.send(exchange.handle(), { resetAfterBytes });
  }
  if ('silentAfterBytes' in fault) {
    const { silentAfterBytes } = fault;
    return (exchange) => exchange.send(exchange.handle(), { silentAfterBytes });
  }
  if ('delay' in fault) {
    return async (exchange, { released }) => {
      let cancel!: () => void;
      const over = new Promise<void>((resolve) => (cancel = clock.schedule(fault.delay, resolve)));
      await Promise.race([over, released]);
      cancel();
      exchange.send(exchange.handle());
    };
  }
  if ('hold' in fault) {
    return async (exchange, { released }) => {
      if (fault.hold === 'before-handling') await released;
      const answer = exchange.handle();
      if (fault.hold === 'after-handling') await released;
      exchange.send(answer);
    };
  }
  return fault.action;
}

// The reasons that the API machinery gives these codes.
const reasons: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  409: 'Conflict',
  410: 'Expired',
  413: 'RequestEntityTooLarge',
  422: 'Invalid',
  500: 'InternalError',
  503: 'ServiceUnavailable',
  504: 'Timeout',
};

const tooMany = 'Too many requests, please try again later.\n';

function answerFor({ status, headers = {}, body }: Extract<Fault, { respond: unknown }>['respond']): Answer {
  if (typeof body === 'string') {
    return { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers }, text: body };
  }
  // So is a request answered for which an API server has no room; 429 in its own words is of budgets of Pods.
  if (status === 429 && body === undefined) {
    return answerFor({ status, headers: { 'retry-after': '1', ...headers }, body: tooMany });
  }
  const ours = failure(status, reasons[status], STATUS_CODES[status] ?? 'refused').status;
  return { status, headers, body: body === undefined && status >= 400 ? ours : body };
}
