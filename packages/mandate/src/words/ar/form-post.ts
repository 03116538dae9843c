import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const formPost: Words['formPost'] = {
  title: ({ client }) => phrase`العودة إلى ${client}`,
  about: 'جارٍ إعادتك إلى التطبيق. إذا لم يحدث شيء، يُرجى اختيار «متابعة».',
  button: 'متابعة',
}
