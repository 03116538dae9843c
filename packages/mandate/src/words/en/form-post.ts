import { phrase } from '../phrase.ts'

export const formPost = {
  title: <P>({ client }: { readonly client: P }) => phrase`Back to ${client}`,
  about: 'You are being sent back to the app. If nothing happens, choose Continue.',
  button: 'Continue',
}
