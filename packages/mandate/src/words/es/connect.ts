import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const connect: Words['connect'] = {
  inUse: 'Es posible que ya tenga una cuenta',
  notByAddress: ({ way, email }) =>
    phrase`Una cuenta de aquí tiene la misma dirección que su cuenta de ${way}: ${email}. La dirección por sí sola no demuestra que sea suya.`,
  signInOnce: ({ way }) => phrase`Inicie sesión una vez en esa cuenta para vincularla con ${way}.`,
  signIn: 'Iniciar sesión en esa cuenta',
  separate: ({ way }) => phrase`Crear una cuenta nueva con ${way}`,
  otherWay: 'Iniciar sesión de otra forma',
  firstSignIn: ({ way }) => phrase`Inicie sesión en la cuenta que quiere vincular con ${way}.`,
  question: '¿Vincular estas cuentas?',
  there: ({ way }) => phrase`En ${way}`,
  here: 'Su cuenta aquí',
  somebody: ({ way }) => phrase`La cuenta que usó en ${way}`,
  meaning: ({ way }) =>
    phrase`Quien pueda iniciar sesión en esa cuenta de ${way} podrá iniciar sesión en su cuenta de aquí.`,
  onlyIf: 'Continúe solo si usted empezó esto y la cuenta de allí es suya.',
  decision: 'Decisión',
  leave: 'Ahora no',
  connect: 'Vincular',
}
