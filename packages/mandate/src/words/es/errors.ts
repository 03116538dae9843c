import type { Words } from '../en/en.ts'

const tellThem =
  'Vuelva a la aplicación y empiece de nuevo. Si vuelve a ver esta página, avise a los responsables de la aplicación.'

export const errors: Words['errors'] = {
  unknownClient: {
    title: 'Esta aplicación no está registrada aquí',
    happened:
      'El enlace que le trajo aquí indica una aplicación que no está registrada con nosotros o que se desactivó. No ha sabido nada de usted.',
    next: 'Vuelva a la aplicación y avise a sus responsables.',
  },
  clientHeld: {
    title: 'Esta aplicación debe aprobarse primero',
    happened:
      'La aplicación dice que procede del dominio indicado arriba. Los responsables de este servidor aún no han decidido si aceptan aplicaciones de ese dominio. La aplicación no ha sabido nada de usted.',
    next: 'Dígales que desea usarla. Cuando la hayan aceptado, vuelva a empezar desde la aplicación.',
  },
  clientDenied: {
    title: 'Esta aplicación no se acepta aquí',
    happened:
      'La aplicación dice que procede del dominio indicado arriba. Los responsables de este servidor no aceptan aplicaciones de ese dominio. La aplicación no ha sabido nada de usted.',
    next: 'Si cree que es un error, avise a los responsables de este servidor.',
  },
  documentRefused: {
    title: 'No se puede reconocer esta aplicación',
    happened:
      'La aplicación dice que su descripción está en el dominio indicado arriba. La descripción no se pudo leer o no es válida. La aplicación no ha sabido nada de usted.',
    next: 'Inténtelo de nuevo en unos minutos. Si vuelve a ver esta página, avise a los responsables de la aplicación.',
  },
  wrongRedirectUri: {
    title: 'La dirección de retorno no está registrada',
    happened:
      'La aplicación quería enviarle a una dirección que no está registrada con nosotros. Para protegerle, no le hemos enviado allí.',
    next: tellThem,
  },
  incompleteRequest: {
    title: 'Este enlace está incompleto',
    happened: 'Una parte del enlace que le trajo aquí falta o no se puede leer.',
    next: 'Vuelva a la aplicación y empiece de nuevo desde allí.',
  },
  foreignForm: {
    title: 'Este formulario venía de otro sitio',
    happened: 'Para protegerle, no se cambió nada.',
    next: 'Vuelva al punto de partida e inténtelo de nuevo.',
  },
  otherBrowser: {
    title: 'Empiece de nuevo',
    happened: 'Este inicio de sesión empezó en otro navegador, o las cookies están bloqueadas.',
    next: 'Vuelva a la aplicación y empiece de nuevo, con las cookies permitidas en este sitio.',
  },
  requestOver: {
    title: 'Este inicio de sesión ha terminado',
    happened: 'Ya se completó, o empezó hace demasiado tiempo.',
    next: 'Vuelva a la aplicación y empiece de nuevo desde allí.',
  },
  cookiesBlocked: {
    title: 'Las cookies están bloqueadas',
    happened: 'Su navegador no guardó la cookie necesaria para iniciar sesión.',
    next: 'Permita las cookies en este sitio e inténtelo de nuevo.',
  },
  logOutRefused: {
    title: 'Esta solicitud de cierre de sesión no es válida',
    happened:
      'Una aplicación quería cerrar su sesión, pero una parte de su solicitud no se puede usar. No se ha cerrado nada.',
    next: 'Para cerrar la sesión, use el botón.',
  },
  notFound: {
    title: 'Aquí no hay ninguna página',
    happened: 'Es posible que la dirección esté mal escrita o que la página se haya movido.',
    next: 'Revise la dirección o abra su cuenta.',
  },
  wrongMethod: {
    title: 'Eso no se puede hacer aquí',
    happened: 'Esta dirección existe, pero no admite este tipo de solicitud.',
    next: 'Vuelva atrás y use el enlace o el botón de la página anterior.',
  },
  tooLarge: {
    title: 'La solicitud es demasiado larga',
    happened: 'Se envió más de lo que este servidor admite, así que no se leyó nada.',
    next: 'Vuelva atrás y empiece de nuevo. Si vuelve a ver esta página, avise a los responsables de la aplicación.',
  },
  headersTooLong: {
    title: 'Su navegador envió demasiado',
    happened: 'Las cookies o la dirección son más largas de lo que este servidor admite.',
    next: 'Borre las cookies de este sitio y empiece de nuevo.',
  },
  serverError: {
    title: 'Algo salió mal por nuestra parte',
    happened:
      'El error es nuestro, no suyo. Los responsables de este servidor pueden verlo en el registro.',
    next: 'Inténtelo de nuevo en un momento. Si vuelve a ocurrir, facilíteles la siguiente referencia.',
  },
  unavailable: {
    title: 'El servicio no está disponible temporalmente',
    happened:
      'El servidor está saturado o no puede acceder a su base de datos. No se ha perdido nada.',
    next: 'Espere unos segundos e inténtelo de nuevo.',
  },
}
