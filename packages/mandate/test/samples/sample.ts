/** The input of a page in one state, in any language. */
export type Sample<Props> = Omit<Props, 'words'>
