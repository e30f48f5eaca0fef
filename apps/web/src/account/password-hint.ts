/** What a new password needs, and no more than that. */
export const newPasswordHint = 'Eight characters or more. Any will do, a sentence too.'
