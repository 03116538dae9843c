/** What a page is given in one state, whatever the language. */
export type Sample<Props> = Omit<Props, 'words'>
