import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { counted } from './formats.ts'

export const limits: Words['limits'] = {
  amount: ({ amount }) => phrase`حتى ${amount}`,
  calls: ({ times }) =>
    counted(times, {
      zero: 'ولا مرة (#)',
      one: 'مرة واحدة على الأكثر',
      two: 'مرتان على الأكثر',
      few: '# مرات على الأكثر',
      many: '# مرة على الأكثر',
      other: '# مرة على الأكثر',
    }),
  until: ({ time }) => phrase`حتى ${time}`,

  lowerHere: 'تحديد حدود أدنى',
  onlyLower: 'يمكن هنا خفض الحد فقط. يبقى الحد كما هو إذا لم يتغير حقله.',
  amountField: ({ currency }) => phrase`المبلغ، بعملة ${currency}`,
  callsField: 'عدد المرات',
  untilField: 'حتى، بتوقيت UTC',
  lower: ({ client }) => phrase`خفض الحدود ${client}`,

  lowered: ({ client }) => phrase`أصبحت حدود ${client} أدنى الآن. يسري ذلك فورًا.`,
  unchanged: 'لم يتغير شيء: كل حد باقٍ كما كان.',
  higher: 'يمكن خفض الحد فقط. لأكثر من ذلك، على التطبيق أن يطلب موافقتك مجددًا.',
  unreadable: 'هناك مبلغ أو عدد أو وقت غير صالح. يُرجى التحقق من القيم المُدخلة.',
  past: 'يُرجى اختيار وقت في المستقبل.',
}
