import type { FormPostProps } from '../../src/pages/form-post.ts'
import type { Sample } from './sample.ts'

const plain: Sample<FormPostProps> = {
  action: 'https://app.ledgerline.example/callback',
  clientName: 'Ledgerline',
  fields: { code: 'mdt_ac_sample', state: 'a b+c', iss: 'https://id.example' },
}

export const samples: Readonly<Record<string, Sample<FormPostProps>>> = {
  plain,
  denied: { ...plain, fields: { error: 'access_denied', iss: 'https://id.example' } },
  hostile: {
    ...plain,
    brandName: '<b>"Brand" & Sons</b>',
    clientName: '</title><script>alert(1)</script>',
    fields: { code: 'c', state: '"/><script>alert(2)</script>'.repeat(40) },
  },
}
