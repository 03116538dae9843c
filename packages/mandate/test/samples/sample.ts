/** A page in one state, in whatever language. */
export type Sample<Props> = Omit<Props, 'words'>
