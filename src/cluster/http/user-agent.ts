/** `name/version`, as API servers log it; a test holds it to package.json. */
export const USER_AGENT = 'kubernetes-job-environment/0.1.0';
