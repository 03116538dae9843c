import type { Words } from '../en/en.ts'

export const codes: Words['codes'] = {
  invalid_request: {
    title: 'كان الطلب غير مكتمل أو غير سليم',
    meaning:
      'كانت إحدى المعلمات مفقودة أو مكررة أو ذات قيمة غير مقبولة. يحدّدها الحقل error_description في الردّ.',
  },
  invalid_client: {
    title: 'فشلت مصادقة العميل',
    meaning:
      'معرّف العميل غير معروف، أو السر غير صحيح، أو تم تعطيل العميل. يُرجى مقارنتهما بما عُرض عند التسجيل.',
  },
  invalid_grant: {
    title: 'الرمز أو رمز التحديث لم يكن صالحًا',
    meaning:
      'إنه غير معروف أو منتهي الصلاحية أو مستخدم من قبل أو ملغى أو صدر لعميل آخر؛ أو أن عنوان URI لإعادة التوجيه أو مُثبت PKCE ليس ما صدر من أجله. يوضّح ذلك الحقل error_description في الردّ.',
  },
  invalid_scope: {
    title: 'النطاق (scope) لم يكن متاحًا',
    meaning: 'إنه غير سليم أو غير معروف أو أوسع مما يجوز لهذا العميل طلبه أو مما مُنح له.',
  },
  invalid_target: {
    title: 'واجهة API لم تكن متاحة',
    meaning: 'تشير المعلمة resource إلى واجهة API غير معروفة هنا أو لم تُمنح.',
  },
  unsupported_grant_type: {
    title: 'نوع المنح grant_type هذا غير متاح',
    meaning: 'الأنواع المتاحة مذكورة في بيانات تعريف الخادم.',
  },
  unauthorized_client: {
    title: 'لا يجوز للعميل فعل ذلك',
    meaning: 'إنه غير مسجّل لهذا النوع من grant_type أو response_type.',
  },
  unsupported_response_type: {
    title: 'نوع الردّ response_type هذا غير متاح',
    meaning: 'القيمة الوحيدة المتاحة هنا لـ response_type هي code.',
  },
  access_denied: {
    title: 'رُفض الوصول',
    meaning: 'رفض المستخدم الوصول، أو أن الوصول غير ممكن لهذا العميل أو الحساب.',
  },
  authorization_pending: {
    title: 'لم يُتخذ قرار بعد',
    meaning: 'لم يسمح المستخدم بالجهاز ولم يرفضه بعد. يواصل الجهاز الاستعلام.',
  },
  slow_down: {
    title: 'الجهاز يستعلم بوتيرة زائدة',
    meaning: 'لم يُتخذ قرار بعد. ينتظر الجهاز من الآن خمس ثوانٍ إضافية بين استعلامين.',
  },
  expired_token: {
    title: 'انتهت صلاحية رمز الجهاز',
    meaning: 'لم يُتخذ القرار في الوقت المناسب. يطلب الجهاز رموزًا جديدة.',
  },
  request_not_supported: {
    title: 'كائن الطلب هذا غير مدعوم',
    meaning: 'هو غير موقَّع. يُرجى توقيعه بمفتاح مسجَّل، أو إرسال معلمات طلب التفويض واحدة تلو الأخرى.',
  },
  request_uri_not_supported: {
    title: 'المعلمة request_uri غير مدعومة',
    meaning: 'يُرجى إرسال معلمات طلب التفويض واحدة تلو الأخرى، دون request_uri.',
  },
  invalid_request_uri: {
    title: 'قيمة request_uri غير صالحة',
    meaning:
      'هي غير معروفة أو منتهية الصلاحية أو مستخدَمة من قبل أو تخص عميلاً آخر. يُرجى إرسال الطلب من جديد (RFC 9126).',
  },
  invalid_redirect_uri: {
    title: 'لم يُقبل عنوان إعادة التوجيه',
    meaning:
      'أراد عميل تسجيل نفسه بعنوان إعادة توجيه لا يمكن استخدامه هنا. يذكر error_description في الرد السبب.',
  },
  invalid_client_metadata: {
    title: 'لم تُقبل بيانات العميل',
    meaning:
      'أراد عميل تسجيل نفسه ببيان غير سليم أو ناقص أو غير متاح هنا. يذكر error_description في الرد أيها.',
  },
  invalid_authorization_details: {
    title: 'قيمة authorization_details غير صالحة',
    meaning:
      'صيغتها غير سليمة، أو فيها نوع أو حقل غير معروف هنا أو غير مسموح به لهذا العميل، أو لم تُمنح. يذكر error_description في الرد السبب.',
  },
  invalid_dpop_proof: {
    title: 'إثبات DPoP غير صالح',
    meaning:
      'هو مفقود أو غير سليم أو مستخدم من قبل أو أُنشئ لطلب آخر. يذكر error_description في الرد السبب (RFC 9449).',
  },
  use_dpop_nonce: {
    title: 'إثبات DPoP يحتاج إلى قيمة nonce',
    meaning:
      'وردت القيمة في الترويسة DPoP-Nonce من الرد. يُرجى إرسال الطلب من جديد بإثبات جديد يتضمنها (RFC 9449).',
  },
  invalid_request_object: {
    title: 'كائن الطلب غير صالح',
    meaning:
      'هو غير موقَّع بمفتاح مسجَّل لهذا العميل، أو فيه قيمة غير مسموح بها. يذكر error_description في الرد السبب.',
  },
  login_required: {
    title: 'يجب على المستخدم تسجيل الدخول',
    meaning:
      'منع الطلب عرض أي صفحة باستخدام prompt=none، ولم يكن أحد قد سجّل الدخول. يُرجى إرساله مرة أخرى دون prompt=none.',
  },
  interaction_required: {
    title: 'يلزم إجراء من المستخدم لتسجيل الدخول',
    meaning:
      'منع الطلب عرض أي صفحة باستخدام prompt=none، لكن تسجيل الدخول يتطلب إجراءً من المستخدم. يُرجى إرساله مرة أخرى دون prompt=none.',
  },
  unmet_authentication_requirements: {
    title: 'لا يمكن أن يكون تسجيل الدخول بالقوة المطلوبة',
    meaning:
      'لا تتوفر هنا أي من قيم acr_values، أو لا يمكن للمستخدم بلوغ أي منها. تعرض البيانات الوصفية القيم الممكنة.',
  },
  consent_required: {
    title: 'يجب على المستخدم منح موافقته',
    meaning:
      'منع الطلب عرض أي صفحة باستخدام prompt=none، وكانت الموافقة لازمة. يُرجى إرساله مرة أخرى دون prompt=none.',
  },
  invalid_token: {
    title: 'رمز الوصول غير صالح',
    meaning:
      'الرمز غير موجود، أو انتهت صلاحيته، أو أُلغي، أو ليس لنقطة النهاية المطلوبة. يوضّح error_description في الرد السبب.',
  },
  insufficient_scope: {
    title: 'صلاحيات رمز الوصول غير كافية',
    meaning: 'ينقصه نطاق (scope) تحتاج إليه نقطة النهاية. اطلبه في طلب التفويض.',
  },
  not_found: {
    title: 'لا يوجد شيء على هذا العنوان',
    meaning:
      'أُرسل الطلب إلى عنوان ليس من نقاط نهاية هذا الخادم. يذكر الحقل error_description في الردّ العنوان الصحيح، وتتضمن بيانات تعريف الخادم جميع العناوين.',
  },
  server_error: {
    title: 'حدث خطأ في الخادم',
    meaning: 'لم يكن الخطأ في الطلب. يُرجى إرساله مرة أخرى بعد قليل.',
  },
  temporarily_unavailable: {
    title: 'لم يكن الخادم متاحًا للحظات',
    meaning: 'لم يُفقد أي شيء. يُرجى إرسال الطلب نفسه مرة أخرى.',
  },
}
